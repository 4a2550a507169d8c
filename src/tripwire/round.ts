/** One round: both canaries at once, so that what is shared between requests has to keep them apart. */
import type { Canary } from './canaries.ts';
import { Foreign, NoPicture } from './verdict.ts';
import { askAll, worst } from './worst.ts';
import { openOwn, visit, type OpenedStream, type VisitParts } from './visit.ts';

type Pair<T> = readonly [T, T];

/** Each for the other: what both give, or the worst of what they threw. */
async function both<T>(
  [first, second]: Pair<Canary>,
  work: (canary: Canary, neighbour: Canary) => Promise<T>,
): Promise<Pair<T>> {
  const [one, other] = await Promise.allSettled([work(first, second), work(second, first)]);
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value];
  const thrown = [one, other].flatMap((ended) =>
    ended.status === 'rejected' ? [ended.reason as unknown] : [],
  );
  throw worst(thrown);
}

/** A still of its own by a WebRTC ticket, and signalling that takes nobody else's bearer. */
async function tryBearers(canaries: Pair<Canary>, parts: VisitParts): Promise<void> {
  const { door, verdicts } = parts;
  const streams = await both(canaries, (canary, neighbour) =>
    openOwn(canary, neighbour, 'webrtc', parts),
  );
  const of = (canary: Canary): OpenedStream => streams[canary === canaries[0] ? 0 : 1];
  await both(canaries, async (canary) => {
    verdicts.still(canary, await door.get(new URL('snapshot.jpg', of(canary).url)));
  });
  const end = { action: 'end' };
  await both(canaries, async (canary, neighbour) => {
    const { url } = of(neighbour);
    const status = await door.signal(url, of(canary).bearer, {
      ...end,
      deviceId: neighbour.device,
    });
    if (status < 300) throw new Foreign('a foreign bearer was taken');
  });
  await both(canaries, async (canary) => {
    const { url, bearer } = of(canary);
    const status = await door.signal(url, bearer, { ...end, deviceId: canary.device });
    if (status !== 200) throw new NoPicture(`signalling was answered with ${status}`);
  });
}

/**
 * @throws Foreign when any canary received what is not its own; anything else when a question could
 * not be asked or was not answered.
 */
export async function makeRound(canaries: Pair<Canary>, parts: VisitParts): Promise<void> {
  const webrtc = parts.protocols.filter((one) => one === 'webrtc');
  await askAll([
    async () => void (await both(canaries, (canary, neighbour) => visit(canary, neighbour, parts))),
    ...webrtc.map(() => () => tryBearers(canaries, parts)),
  ]);
}
