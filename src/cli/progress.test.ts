import { expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { withProgress } from './progress.ts';

/** Standard error, and a clock that stands until it is put on. */
function surroundings(isTTY: boolean) {
  let text = '';
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    }),
    { isTTY },
  );
  const time = { now: 5_000 };
  return { context: { stderr }, time, clock: () => time.now, said: () => text };
}

test('what is over within a second says nothing', async () => {
  const { context, time, clock, said } = surroundings(false);
  const made = await withProgress(
    context,
    async ({ at }) => {
      at('Reading cameras', 1);
      time.now += 999;
      at('Reading cameras', 2);
      return 'made';
    },
    { clock },
  );
  expect([made, said()]).toEqual(['made', '']);
});

test('elsewhere than at a terminal a line comes every few seconds, and how long it took', async () => {
  const { context, time, clock, said } = surroundings(false);
  await withProgress(
    context,
    async ({ at }) => {
      for (let second = 0; second <= 70; second += 1) {
        at('Reading cameras', second * 1_000);
        time.now += 1_000;
      }
    },
    { clock },
  );
  const lines = said().trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'Reading cameras: 1,000, 1 s so far',
    'Reading cameras: 6,000, 6 s so far',
  ]);
  expect(lines.at(-1)).toBe('It took 1 min 11 s.');
  expect(lines).toHaveLength(15);
});

test('at a terminal one line is written anew, and gone at the end', async () => {
  const { context, time, clock, said } = surroundings(true);
  await withProgress(
    context,
    async ({ at }) => {
      // What somebody took to type does not count.
      time.now += 60_000;
      at('Writing', 0, 3);
      time.now += 1_500;
      at('Writing', 1, 3);
      at('Writing', 2, 3);
      time.now += 500;
      at('Syncing');
    },
    { clock },
  );
  const erase = '\r\u001B[K';
  expect(said()).toBe(
    `${erase}Writing: 33 %, 2 s so far${erase}Syncing, 2 s so far${erase}It took 2 s.\n`,
  );
});

test('what fails says how long it took, too, and fails', async () => {
  const { context, time, clock, said } = surroundings(false);
  const failing = withProgress(
    context,
    async ({ at }) => {
      at('Reading', 5, 4);
      time.now += 2_000;
      at('Reading', 5, 4);
      throw new Error('no more');
    },
    { clock },
  );
  await expect(failing).rejects.toThrow('no more');
  expect(said()).toBe('Reading: 100 %, 2 s so far\nIt took 2 s.\n');
});
