/**
 * A display that is no browser: node-datachannel as the receiving side, packet by packet. They are read by werift-rtp,
 * which is not ours: what reads them in the bridge may not vouch for what the bridge writes.
 */
import { Audio, PeerConnection, Video } from 'node-datachannel';
import { RtpPacket } from 'werift-rtp';
import { isRtcp } from '../../../media/rtp/rtcp.ts';

export interface Receiver {
  /** The offer, complete. */
  readonly offer: string;
  readonly video: RtpPacket[];
  readonly audio: RtpPacket[];
  /** Everything that is not RTP. */
  readonly control: Buffer[];
  answered(sdp: string): void;
  /** Sends RTCP to the bridge. */
  ask(bytes: Buffer): void;
  /** The ssrc of the video, once a packet has come. */
  ssrc(): number;
  close(): void;
}

export async function openReceiver(): Promise<Receiver> {
  const native = new PeerConnection('display', {
    iceServers: [],
    disableAutoNegotiation: true,
    // Both ends in one process are so fast that the library checks the fingerprint before it has noted
    // the answer that holds it. Chromium's tests see the fingerprint checked.
    disableFingerprintVerification: true,
  });
  const gathered = new Promise<void>((resolve) => {
    native.onGatheringStateChange((state) => state === 'complete' && resolve());
  });
  native.onStateChange(() => {});
  const videoMedia = new Video('0', 'RecvOnly');
  videoMedia.addH264Codec(
    102,
    'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  );
  const audioMedia = new Audio('1', 'RecvOnly');
  audioMedia.addAudioCodec(0, 'PCMU');
  const [video, audio] = [native.addTrack(videoMedia), native.addTrack(audioMedia)];
  const packets: { video: RtpPacket[]; audio: RtpPacket[]; control: Buffer[] } = {
    video: [],
    audio: [],
    control: [],
  };
  for (const [track, into] of [
    [video, packets.video],
    [audio, packets.audio],
  ] as const) {
    track.onClosed(() => {});
    track.onMessage((bytes) => {
      if (isRtcp(bytes)) packets.control.push(Buffer.from(bytes));
      else into.push(RtpPacket.deSerialize(Buffer.from(bytes)));
    });
  }
  native.setLocalDescription('offer');
  await gathered;
  return {
    ...packets,
    // Without candidates, as from a browser that hides them: the library, when it has offered, does
    // not bear being called before it has the answer.
    offer: (native.localDescription()?.sdp ?? '').replace(/^a=(candidate|end-of).*\r\n/gm, ''),
    answered: (sdp) => native.setRemoteDescription(sdp, 'answer'),
    ask: (bytes) => void video.sendMessageBinary(bytes),
    ssrc: () => packets.video[0]?.header.ssrc ?? 0,
    close() {
      video.close();
      audio.close();
      native.close();
    },
  };
}
