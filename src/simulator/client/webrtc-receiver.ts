/** The receiving end of WebRTC: node-datachannel, packet by packet. */
import { PeerConnection, Video, type RtcConfig } from 'node-datachannel';

export interface WebRtcReceiver {
  /** The offer to send, once it is ready: of video alone. */
  offer(): Promise<string>;
  /** Takes the answer to it. @throws Error for what is none. */
  answered(sdp: string): void;
  /** Aborts when the connection is over: the other side ended it, or it was lost. */
  readonly ended: AbortSignal;
  /** Nothing is received after this. Idempotent. */
  close(): void;
}

/** Without candidates of its own: as a browser that hides them, it is found when it calls. */
const candidates = /^a=(candidate|end-of).*\r\n/gm;

/** `take` is called for every RTP packet of the video; `config` adds to the library's settings. */
export function openWebRtcReceiver(
  name: string,
  take: (packet: Buffer) => void,
  config: Partial<RtcConfig> = {},
): WebRtcReceiver {
  let over = false;
  const settings = { iceServers: [], disableAutoNegotiation: true, ...config };
  const peer = new PeerConnection(name, settings);
  const gathered = new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => state === 'complete' && resolve());
  });
  const ending = new AbortController();
  peer.onStateChange((state) => {
    if (state === 'closed' || state === 'failed') ending.abort();
  });
  const video = new Video('0', 'RecvOnly');
  video.addH264Codec(102, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
  const track = peer.addTrack(video);
  // Without this listener the binding never lets go of a track.
  track.onClosed(() => undefined);
  track.onMessage((bytes) => {
    const type = (bytes[1] ?? 0) & 0x7f;
    const control = type >= 64 && type < 96;
    if (!control && !over) take(Buffer.from(bytes));
  });

  return {
    ended: ending.signal,
    async offer() {
      peer.setLocalDescription('offer');
      await gathered;
      // The library, when it has offered, does not bear being called before it has the answer.
      return (peer.localDescription()?.sdp ?? '').replace(candidates, '');
    },
    answered: (sdp) => peer.setRemoteDescription(sdp, 'answer'),
    close() {
      if (over) return;
      over = true;
      track.close();
      peer.close();
    },
  };
}
