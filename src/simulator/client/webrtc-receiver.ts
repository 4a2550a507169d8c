/** The receiving end of WebRTC: node-datachannel, packet by packet. */
import { Audio, PeerConnection, Video, type RtcConfig, type Track } from 'node-datachannel';
import { isRtcp } from '../../pictures/media/rtp/rtcp.ts';

export interface WebRtcReceiver {
  /** Returns the offer to send, once it is ready. */
  offer(): Promise<string>;
  /** Takes the answer to it. @throws Error for what is none. */
  answered(sdp: string): void;
  /** Sends RTCP about the video to the other side. */
  report(bytes: Buffer): void;
  /** Aborts when the connection is over: the other side ended it, or it was lost. */
  readonly ended: AbortSignal;
  /** Receives nothing after this. Idempotent. */
  close(): void;
}

export interface ReceiverOptions {
  /** Takes the RTP packets of the sound, too; without it, none is asked for. */
  readonly audio?: (packet: Buffer) => void;
  /** Takes what is not RTP; without it, that is skipped. */
  readonly control?: (packet: Buffer) => void;
  /** Adds to the library's settings. */
  readonly config?: Partial<RtcConfig>;
}

/**
 * If both ends are in one process they are so fast that the library checks the fingerprint before it has
 * noted the answer that holds it.
 */
export const sameProcess: Partial<RtcConfig> = { disableFingerprintVerification: true };

/** Without candidates of its own: as a browser that hides them, it is found when it calls. */
const candidates = /^a=(candidate|end-of).*\r\n/gm;

/** `take` is called for every RTP packet of the video. */
export function openWebRtcReceiver(
  name: string,
  take: (packet: Buffer) => void,
  { audio, control = () => undefined, config = {} }: ReceiverOptions = {},
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
  const tracks: Track[] = [];
  function receive(media: Video | Audio, into: (packet: Buffer) => void): Track {
    const track = peer.addTrack(media);
    tracks.push(track);
    // Without this listener the binding never lets go of a track.
    track.onClosed(() => undefined);
    track.onMessage((bytes) => {
      if (!over) (isRtcp(bytes) ? control : into)(Buffer.from(bytes));
    });
    return track;
  }
  const video = new Video('0', 'RecvOnly');
  video.addH264Codec(102, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
  const seen = receive(video, take);
  if (audio !== undefined) {
    const sound = new Audio('1', 'RecvOnly');
    sound.addAudioCodec(0, 'PCMU');
    receive(sound, audio);
  }

  return {
    ended: ending.signal,
    async offer() {
      peer.setLocalDescription('offer');
      await gathered;
      // Once the library has made an offer, it must not be called before it has the answer.
      return (peer.localDescription()?.sdp ?? '').replace(candidates, '');
    },
    answered: (sdp) => peer.setRemoteDescription(sdp, 'answer'),
    report: (bytes) => void seen.sendMessageBinary(bytes),
    close() {
      if (over) return;
      over = true;
      for (const track of tracks) track.close();
      peer.close();
    },
  };
}
