import { expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from './in-parallel.ts';

test('results keep the order, and no more than so many run at once', async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (n) => {
    running += 1;
    most = Math.max(most, running);
    await pause(n);
    running -= 1;
    return n * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
  expect(await inParallel([], 2, async () => 1)).toEqual([]);
});

test('after a failure nothing further is begun', async () => {
  const begun: number[] = [];
  const work = inParallel([1, 2, 3, 4], 2, async (n) => {
    begun.push(n);
    if (n === 1) throw new Error('no');
    await pause(5);
  });
  await expect(work).rejects.toThrow('no');
  await pause(20);
  expect(begun).toEqual([1, 2]);
});

test('many that need no waiting let others in between', async () => {
  let done = 0;
  const work = inParallel(
    Array.from({ length: 100 }, (_, at) => at),
    40,
    async () => (done += 1),
  );
  const seen: number[] = [];
  while (done < 100) {
    seen.push(done);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await work).length).toBe(100);
  expect(seen).toEqual([16, 32, 48, 64, 80, 96]);
});
