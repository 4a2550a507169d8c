import { expect, test } from '@jest/globals';
import { createChanges } from './changes.ts';

const soon = (): number => performance.now() + 10_000;

test('all who wait are told of a change, or that there will be none', async () => {
  const changes = createChanges();
  const waiting = [changes.next(0, soon()), changes.next(0, soon())];
  changes.notify();
  expect(await Promise.all(waiting)).toEqual([true, true]);
  const over = changes.next(changes.count(), soon());
  changes.notify(true);
  expect(await over).toBe(false);
});

test('what changed between a look and the waiting is not missed', async () => {
  const changes = createChanges();
  const seen = changes.count();
  changes.notify();
  expect(await changes.next(seen, soon())).toBe(true);
});

test('nobody waits for longer than was said', async () => {
  expect(await createChanges().next(0, performance.now())).toBe(false);
});
