/** A hostile display: its offers and answers, before the real WebRTC engine and its native library. */
import fc from 'fast-check';
import { Failure } from '../../../../common/failures.ts';
import { browserOffer } from '../../../../pictures/streams/webrtc/testing/offers.ts';
import { openHouse } from '../../../../pictures/streams/webrtc/testing/house.ts';
import { watchHere } from '../here.ts';
import { edited, lineEdits, type LineEdit } from '../lines.ts';
import type { Target } from '../target.ts';

type Kinds = readonly ('video' | 'audio' | 'data')[];

interface SdpInput {
  readonly kinds: Kinds;
  readonly edits: readonly LineEdit[];
  /** Whether the bridge makes the offer, and the display's part is the answer. */
  readonly answers: boolean;
}

const kinds = fc.constantFrom<Kinds[]>(
  ['video', 'audio'],
  ['audio', 'video'],
  ['data', 'video', 'video', 'audio'],
);

/** A browser's offer made into an answer to ours. */
const answering = (line: string): string =>
  line
    .replace(/\b96\b/g, '99')
    .replace(/\b102\b/g, '96')
    .replace('actpass', 'active');

const textOf = ({ kinds: order, edits, answers }: SdpInput): string =>
  edited(answers ? browserOffer(['video', 'audio'], answering) : browserOffer(order), edits);

export const sdp: Target<SdpInput> = {
  name: 'sdp',
  abreast: 8,
  async open() {
    const house = openHouse();
    const here = watchHere();
    const engine = await house.engine({ maxPeers: 50 });
    const camera = await house.warm('birch/garden');
    let [opened, ended] = [0, 0];
    const request = { ...camera, since: 0, admit: () => undefined, onEnd: () => void (ended += 1) };
    return {
      inputs: fc.record({ kinds, edits: lineEdits, answers: fc.boolean() }),
      bench: {
        async attempt(input) {
          const text = textOf(input);
          try {
            const peer = await engine.connect(
              input.answers ? request : { ...request, offer: text },
            );
            opened += 1;
            try {
              if (input.answers) peer.accept(text);
            } finally {
              peer.end();
            }
          } catch (error) {
            if (!(error instanceof Failure) || error.code !== 'bad-request')
              return `threw ${String(error)}`;
          }
          return undefined;
        },
        async serves() {
          const good = await house.watch(engine, camera);
          await good.playing();
          good.peer.end();
          good.display.close();
        },
        async health() {
          const { heap, faults } = await here.health();
          const odd = [
            ...(ended === opened ? [] : [`${opened} connections, ${ended} ends`]),
            ...(opened > 0 ? [] : ['nothing got as far as a connection']),
          ];
          return { heap, faults: [...faults, ...odd] };
        },
        describe: (input) => JSON.stringify(textOf(input)).slice(0, 3_000),
        async close() {
          here.stop();
          await house.close();
        },
      },
    };
  },
};
