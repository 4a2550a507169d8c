/** Runs both canaries at once, so that whatever requests share has to keep them apart. */
import type { Canary } from './canaries.ts';
import { worst } from './worst.ts';

export type Pair<T> = readonly [T, T];

/** Calls it for each with the other; returns both results. @throws the worst of what they threw. */
export async function both<T>(
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
