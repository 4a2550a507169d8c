/** Works on many items at once, but not on too many. */
import { setImmediate } from 'node:timers/promises';

/** After so many items other work comes first: many of them may need no waiting. */
export const itemsPerTurn = 16;

/**
 * Runs `work` on every item, at most `atOnce` at a time, and returns the results in the items' order. The
 * first rejection rejects the whole, and nothing further is begun.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const [first] = items;
  // The usual case: one camera for one display.
  if (items.length === 1 && first !== undefined) return [await work(first)];
  const results: R[] = [];
  const waiting = items.entries();
  let broken = false;
  let begun = 0;
  let pause: Promise<void> | undefined;
  async function nextTurn(): Promise<void> {
    await setImmediate();
    begun = 0;
    pause = undefined;
  }
  async function lane(): Promise<void> {
    for (const [index, item] of waiting) {
      if (broken) return;
      while (begun >= itemsPerTurn) await (pause ??= nextTurn());
      begun += 1;
      try {
        results[index] = await work(item);
      } catch (error) {
        broken = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
