/**
 * A display that is no browser and keeps every packet: pictures, sound and what is not RTP. They are read by werift-rtp,
 * which is not ours: what reads them in the bridge may not vouch for what the bridge writes.
 */
import { RtpPacket } from 'werift-rtp';
import { openWebRtcReceiver, sameProcess } from '../../../../simulator/client/webrtc-receiver.ts';

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

/** Resolves when its offer is made; it plays once `answered` has the answer to it. */
export async function openReceiver(): Promise<Receiver> {
  const [video, audio, control]: [RtpPacket[], RtpPacket[], Buffer[]] = [[], [], []];
  const into = (packets: RtpPacket[]) => (bytes: Buffer) =>
    void packets.push(RtpPacket.deSerialize(bytes));
  const receiver = openWebRtcReceiver('display', into(video), {
    audio: into(audio),
    control: (bytes) => void control.push(bytes),
    // Chromium's tests see the fingerprint checked.
    config: sameProcess,
  });
  return {
    video,
    audio,
    control,
    offer: await receiver.offer(),
    answered: (sdp) => receiver.answered(sdp),
    ask: (bytes) => receiver.report(bytes),
    ssrc: () => video[0]?.header.ssrc ?? 0,
    close: () => receiver.close(),
  };
}
