import { expect, test } from '@jest/globals';
import { createGate } from './gate.ts';

test('no more than allowed run at a time, in the order they came, failures included', async () => {
  const gate = createGate(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = Array.from({ length: 6 }, (_, i) =>
    gate(async () => {
      begun.push(i);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      if (i % 2 === 0) throw new Error(`fault ${i}`);
    }).catch(() => undefined),
  );
  while (begun.length < 6 || running > 0) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(work);
  expect(most).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});
