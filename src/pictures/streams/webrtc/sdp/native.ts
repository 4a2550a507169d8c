/**
 * The descriptions exchanged with the native WebRTC library.
 *
 * It gets the smallest description that says what was agreed, written from checked values, with
 * mids of our own. Some malformed calls make it abort the whole process; this way none can reach it.
 */
import type { Chosen } from './choose.ts';
import { formatLines, joinLines, sessionLines } from '../../../media/sdp/lines.ts';
import { type Transport, transportLines } from '../../../media/sdp/offer-answer.ts';

/** The mids towards the native library; the display's own never get there. */
export const nativeMid = { video: 'v', audio: 'a' } as const;

export interface NativeRemote {
  readonly transport: Transport;
  readonly video: Chosen;
  readonly audio?: Chosen;
}

/**
 * Writes the display's description for the native library, without candidates: a display is found when it
 * calls us. No `end-of-candidates` either: told that nothing more comes, the library would give up
 * before.
 */
export function writeNativeRemote(remote: NativeRemote): string {
  const media = (mid: string, kind: string, { format }: Chosen): string[] => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${format.payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    'a=recvonly',
    'a=rtcp-mux',
    ...formatLines({ payloadType: format.payloadType, rtpmap: format.rtpmap }),
    ...transportLines(remote.transport),
  ];
  return joinLines([
    ...sessionLines,
    `a=group:BUNDLE ${remote.audio ? `${nativeMid.video} ${nativeMid.audio}` : nativeMid.video}`,
    ...media(nativeMid.video, 'video', remote.video),
    ...(remote.audio ? media(nativeMid.audio, 'audio', remote.audio) : []),
  ]);
}
