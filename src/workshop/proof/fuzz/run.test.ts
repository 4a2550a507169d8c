/** A loop that finds nothing anywhere would look as if all were well. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fuzz } from './run.ts';
import type { Bench, Target } from './target.ts';

const target = (change: Partial<Bench<number>>): Target<number> => ({
  name: 'numbers',
  abreast: 4,
  open: async () => ({
    inputs: fc.nat(),
    bench: {
      attempt: async () => undefined,
      serves: async () => undefined,
      health: async () => ({ heap: 1, faults: [] }),
      describe: String,
      close: async () => undefined,
      ...change,
    },
  }),
});

const run = (change: Partial<Bench<number>>) => fuzz(target(change), { runs: 2_000, seed: 1 });

test('where nothing is wrong, nothing is found', async () => {
  expect(await run({})).toMatchObject({ runs: 2_000, faults: [] });
});

let asked = 0;
test.each<[string, Partial<Bench<number>>, RegExp]>([
  [
    'a wrong reaction',
    { attempt: async (input) => (input % 7 === 0 ? 'odd' : undefined) },
    /^odd\n {2}\d+$/,
  ],
  [
    'what no longer serves',
    { serves: () => Promise.reject(new Error('it is gone')) },
    /^it is gone$/,
  ],
  [
    'a fault that no answer told of',
    { health: async () => ({ heap: 1, faults: ['logged'] }) },
    /^logged$/,
  ],
  [
    'a heap that grows',
    { health: async () => ({ heap: (asked += 1) * 2 ** 30, faults: [] }) },
    /^the heap grew/,
  ],
])('%s is found', async (_, change, fault) => {
  const { faults } = await run(change);
  expect(faults[0]).toMatch(fault);
});

test('a heap that was larger once is not', async () => {
  const heaps = [1, 2 ** 30, 2 ** 30 + 1];
  const health = async () => ({ heap: heaps.shift() ?? 0, faults: [] });
  expect(await run({ health })).toMatchObject({ runs: 2_000, faults: [] });
  expect(heaps).toEqual([]);
});

test('the same seed gives the same inputs', async () => {
  const inputs = async () => {
    const seen: number[] = [];
    await run({ attempt: async (input) => void seen.push(input) });
    return seen;
  };
  expect(await inputs()).toEqual(await inputs());
});
