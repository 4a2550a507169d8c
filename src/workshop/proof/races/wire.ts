/**
 * A WebRTC engine without a network: the real pump and its packets, each handed to whoever listens
 * in. Gathering candidates takes until the scheduler lets it end.
 */
import { Failure } from '../../../common/failures.ts';
import type { PeerEnd, WebRtcEngine } from '../../../pictures/streams/webrtc/peer.ts';
import { createPackets } from '../../../pictures/streams/webrtc/packets.ts';
import { createPump } from '../../../pictures/streams/webrtc/pump.ts';
import { createRtpStream } from '../../../pictures/media/rtp/packetise.ts';
import type { Turn } from './scheduled-store.ts';

export interface Wire extends WebRtcEngine {
  /** How many connections there are. */
  readonly open: number;
}

/**
 * `sent` gets every packet, with the offer that its connection began with: each answer names the offer that
 * it answers, and an offer of the bridge's own the camera that it is for.
 */
export function createWire(turn: Turn, sent: (offer: string, packet: Buffer) => void): Wire {
  const ends = new Set<() => void>();
  const packets = createPackets();
  let closed = false;
  let offers = 0;
  return {
    async connect({ feed, since, offer, admit, onEnd }) {
      if (closed) throw new Failure('overloaded', 'the bridge is shutting down');
      await turn('candidates are gathered');
      offers += 1;
      const own = `offer ${offers} of ${feed.stamp.camera}`;
      let over = false;
      const finish = (reason: PeerEnd): void => {
        if (over) return;
        over = true;
        ends.delete(end);
        pump.stop();
        onEnd(reason);
      };
      const end = (): void => finish('closed');
      const pump = createPump({
        feed,
        since,
        admit,
        onRefused: () => finish('refused'),
        cname: 'wire',
        packets,
        video: createRtpStream(96),
        sendVideo(packet) {
          sent(offer ?? own, packet);
          return true;
        },
        sendAudio: () => true,
        hears: () => false,
      });
      ends.add(end);
      // The display connects a while after the answer, if it still can.
      void turn('display connects').then(() => over || pump.start());
      if (closed) end();
      const sdp = offer === undefined ? own : `answer to ${offer}`;
      return { sdp, accept: () => undefined, end };
    },
    get open() {
      return ends.size;
    },
    async close() {
      closed = true;
      for (const end of ends) end();
    },
  };
}
