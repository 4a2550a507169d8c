import { afterEach, expect, test } from '@jest/globals';
import { openJournal } from './journal.ts';
import { recover } from './recover.ts';
import { openLedger, type Ledger } from './testing/ledger.ts';

let ledger: Ledger;
afterEach(() => ledger.dispose());

test('lines that come while others are written do not keep those from being anchored', async () => {
  ledger = await openLedger();
  const { place, keys, time } = ledger;
  const build = '0.1.0+test';
  const line = { kind: 'start', build, node: '20' } as const;
  let files = 0;
  const journal = await openJournal(
    {
      place,
      keys,
      build,
      now: () => time.wall,
      clock: () => time.monotonic,
      // Each line has a file of its own, and while that is written comes the next one.
      maxBytes: 1,
      carryOver() {
        files += 1;
        if (files % 20 > 0) journal.append(line);
        return [];
      },
    },
    await recover(place, keys),
  );
  journal.append(line);
  await journal.flush();
  expect(files).toBe(1);
  time.monotonic += 10_000;
  await journal.flush();
  // Two are anchored; the third has come just now.
  expect([files, journal.waitingMs]).toEqual([2, 0]);
  await journal.close();
});
