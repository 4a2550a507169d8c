/** What a camera says of itself in DESCRIBE (RFC 4566, RFC 6184 §8.2, RFC 3640 §4.1). */
import type { Behaviour } from './behaviour.ts';
import { profileLevelId } from '../../pictures/media/h264/sps.ts';
import {
  formatLines,
  joinLines,
  staticFormats,
  staticTypes,
  type WrittenFormat,
} from '../../pictures/media/sdp/lines.ts';
import type { Clip } from '../clips/clip.ts';

/** Dynamic payload types; PCMU has its own (RFC 3551 §6). */
export const payloadTypes = { video: 96, aac: 97, pcmu: staticTypes.pcmu } as const;

export const trackNames = { video: 'trackID=0', audio: 'trackID=1' } as const;

/** `url` is the presentation's, without a slash at its end. */
export function sdpOf(clip: Clip, behaviour: Behaviour, url: string): string {
  const control = (name: string): string =>
    `a=control:${behaviour.control === 'absolute' ? `${url}/${name}` : name}`;
  const { sps, pps } = clip.video;
  const sets =
    behaviour.parameterSets === 'in-band'
      ? ''
      : `;sprop-parameter-sets=${sps.toString('base64')},${pps.toString('base64')}`;
  const lines = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=Camera', 'c=IN IP4 0.0.0.0', 't=0 0'];
  if (behaviour.sessionControl === 'star') lines.push('a=control:*');
  if (behaviour.sessionControl === 'absolute') lines.push(`a=control:${url}/`);
  const video = {
    payloadType: payloadTypes.video,
    rtpmap: `${behaviour.encoding}/90000`,
    fmtp: `packetization-mode=1;profile-level-id=${profileLevelId(sps)}${sets}`,
  };
  lines.push(...mediaLines('video', video), `a=framerate:${clip.fps}`, control(trackNames.video));
  const sound = soundOf(clip);
  if (sound) lines.push(...mediaLines('audio', sound), control(trackNames.audio));
  return joinLines(lines);
}

function soundOf({ audio }: Clip): WrittenFormat | undefined {
  if (audio === undefined) return undefined;
  const { codec, sampleRate, channels, config } = audio;
  if (codec === 'pcmu') {
    return { payloadType: payloadTypes.pcmu, rtpmap: staticFormats[payloadTypes.pcmu] };
  }
  const modes = 'streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3';
  return {
    payloadType: payloadTypes.aac,
    rtpmap: `mpeg4-generic/${sampleRate}/${channels}`,
    fmtp: `${modes};indexdeltalength=3;config=${config?.toString('hex') ?? ''}`,
  };
}

const mediaLines = (kind: 'video' | 'audio', format: WrittenFormat): string[] => [
  `m=${kind} 0 RTP/AVP ${format.payloadType}`,
  ...formatLines(format),
];

/** Returns the Content-Base header, if the camera sends one. */
export function contentBase(behaviour: Behaviour, url: string): [string, string][] {
  if (behaviour.contentBase === 'none') return [];
  return [['Content-Base', behaviour.contentBase === 'slash' ? `${url}/` : url]];
}
