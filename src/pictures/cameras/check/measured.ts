/** Measures how often pictures and key pictures of a stream come. */
import type { Tracks } from '../../media/unit.ts';
import type { HeldStream } from './held-stream.ts';
import { type Measure, trackFacts } from './measure.ts';

/** Resolves once that is known (`enough`), or was awaited long enough. */
export async function measured(
  held: HeldStream,
  tracks: Tracks,
  measure: Measure,
  enough: Promise<void>,
  timeoutMs: number,
) {
  const from = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([enough, late]);
  clearTimeout(timer);
  const waitedMs = performance.now() - from;
  // What was found out meanwhile, unless it has ended.
  const known = new Promise<Tracks>((resolve) => {
    held.ready(Infinity).then(resolve, () => resolve(tracks));
    setImmediate(() => resolve(tracks));
  });
  return { ...trackFacts(await known), ...measure.facts(waitedMs) };
}

/** Makes a promise that is set once, from outside. */
export function latch<Value>() {
  let set: (value: Value) => void = () => undefined;
  const value = new Promise<Value>((resolve) => (set = resolve));
  return { value, set };
}
