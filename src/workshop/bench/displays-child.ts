/**
 * Displays by WebRTC as a program of the bench: they take packets and show nothing.
 *
 * Verbs: `offer`, of one display more; `answer`, which that one is given; `packets`, how many each has been sent;
 * `cpu`.
 */
import { z } from 'zod';
import { openWebRtcReceiver } from '../../simulator/client/webrtc-receiver.ts';
import { obey } from './obey.ts';

async function start() {
  const displays: { readonly answered: (sdp: string) => void; readonly close: () => void }[] = [];
  const packets: number[] = [];
  return {
    verbs: {
      offer() {
        const at = displays.length;
        packets.push(0);
        const display = openWebRtcReceiver(`display ${at}`, () => {
          packets[at] = (packets[at] ?? 0) + 1;
        });
        displays.push(display);
        return display.offer();
      },
      answer: (sdp: unknown) => displays.at(-1)?.answered(z.string().parse(sdp)),
      packets: () => packets,
    },
    async close() {
      for (const display of displays) display.close();
    },
  };
}

obey(start());
