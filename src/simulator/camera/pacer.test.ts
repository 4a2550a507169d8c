import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createPacer } from './pacer.ts';
import { until } from '../../workshop/until.ts';

test('beats for all who joined, and for nobody who left', async () => {
  const pacer = createPacer(100);
  const beats = [0, 0];
  const leave = [0, 1].map((who) =>
    pacer.join(() => {
      beats[who] = (beats[who] ?? 0) + 1;
    }),
  );
  await until(() => beats.every((count) => count >= 3));
  leave[0]?.();
  const [gone = 0, there = 0] = beats;
  await until(() => (beats[1] ?? 0) >= there + 3);
  expect(beats[0]).toBe(gone);
  leave[1]?.();
  const last = beats[1];
  await sleep(60);
  expect(beats[1]).toBe(last);
  const again = pacer.join(() => {
    beats[0] = -1;
  });
  await until(() => beats[0] === -1);
  again();
});

test('does not make up for beats missed in a stall', async () => {
  const pacer = createPacer(100);
  let beats = 0;
  const leave = pacer.join(() => {
    beats += 1;
    const end = performance.now() + (beats === 1 ? 500 : 0);
    while (performance.now() < end);
  });
  await until(() => beats > 0);
  await sleep(100);
  leave();
  expect(beats).toBeLessThan(30);
});

test('leaves no timer behind', () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const leave = createPacer(0.01).join(() => undefined);
  expect(timers()).toBe(before + 1);
  leave();
  expect(timers()).toBe(before);
});
