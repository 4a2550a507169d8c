/** The loop: inputs from a seed, some at a time, until something is wrong or there are enough. */
import fc from 'fast-check';
import type { Bench, Target } from './target.ts';

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
  /** Called every few seconds. */
  readonly say?: (line: string) => void;
}

export interface FuzzResult {
  readonly runs: number;
  readonly seconds: number;
  /** Bytes of heap after warming up and at the end, both after a collection. */
  readonly heap: readonly [number, number];
  readonly faults: readonly string[];
}

const batch = 500;
const intervalMs = 5_000;
/** Inputs after which everything is compiled and every cache is full. */
const warmUp = (runs: number): number => Math.min(20_000, Math.floor(runs / 4));
/** How much a heap may have grown: noise, and not even a hundred bytes for each input. */
const growth = (runs: number): number => 16 * 1024 * 1024 + runs * 16;
/** More faults than this tell nothing new. */
const maxFaults = 5;

async function tryAll<Input>(
  bench: Bench<Input>,
  inputs: readonly Input[],
  abreast: number,
  fault: (what: string) => void,
): Promise<void> {
  const left = inputs.values();
  const worker = async (): Promise<void> => {
    for (const input of left) {
      const wrong = await bench.attempt(input);
      if (wrong !== undefined) fault(`${wrong}\n  ${bench.describe(input)}`);
    }
  };
  await Promise.all(Array.from({ length: abreast }, worker));
}

/** Never rejects for what the target did: that is in `faults`. */
export async function fuzz<Input>(
  target: Target<Input>,
  { runs, seed, say }: FuzzOptions,
): Promise<FuzzResult> {
  const { bench, inputs } = await target.open();
  const faults: string[] = [];
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let [done, told, warm] = [0, began, 0];

  async function upTo(most: number): Promise<void> {
    while (done < most && faults.length < maxFaults) {
      const size = Math.min(batch, most - done);
      const next = fc.sample(inputs, { numRuns: size, seed: seed + done });
      await tryAll(bench, next, target.abreast, (what) => faults.push(what));
      done += size;
      if (warm === 0 && done >= warmUp(runs)) {
        await bench.serves();
        warm = (await bench.health()).heap;
      }
      if (performance.now() - told < intervalMs) continue;
      told = performance.now();
      say?.(`${done.toLocaleString('en')} inputs, ${(done / seconds()).toFixed(0)} a second`);
    }
    await bench.serves();
  }

  async function heapNow(): Promise<number> {
    const { heap, faults: silent } = await bench.health();
    faults.push(...silent);
    return heap;
  }

  try {
    await upTo(runs);
    const heap = await heapNow();
    const result = { runs: done, heap: [warm, heap], faults } as const;
    if (heap > warm + growth(runs)) {
      // Once may be caused by something else that this process has held; a leak grows again.
      await upTo(2 * runs);
      const again = await heapNow();
      if (again > heap + growth(runs)) {
        faults.push(`the heap grew from ${warm} to ${heap} and ${again} bytes`);
      }
    }
    return { ...result, seconds: seconds() };
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
    return { runs: done, seconds: seconds(), heap: [warm, 0], faults };
  } finally {
    await bench.close();
  }
}
