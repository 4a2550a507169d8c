/** One round: everything that both canaries ask. */
import { both, type Pair } from './both.ts';
import type { Canary } from './canaries.ts';
import { visit, type VisitParts } from './visit.ts';
import { visitByWebRtc } from './webrtc.ts';
import { askAll } from './worst.ts';

/**
 * @throws Foreign if any canary received what is not its own; anything else if a question could not be asked
 * or was not answered.
 */
export async function makeRound(canaries: Pair<Canary>, parts: VisitParts): Promise<void> {
  const webrtc = parts.protocols.filter((one) => one === 'webrtc');
  await askAll([
    async () => void (await both(canaries, (canary, neighbour) => visit(canary, neighbour, parts))),
    ...webrtc.map(() => () => visitByWebRtc(canaries, parts)),
  ]);
}
