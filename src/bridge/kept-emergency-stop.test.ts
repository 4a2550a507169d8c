/** Which stop is obeyed at a start: the one of the file, or what the database has of it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLog } from '../common/log.ts';
import type { Suspension } from '../wall/operator/switch.ts';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { keepStop } from './control/stop-file.ts';
import { createKeptEmergencyStop } from './kept-emergency-stop.ts';

const now = 1_000_000;
let dataDir: string;
beforeEach(() => {
  dataDir = scratchFolder('stop');
});
afterEach(() => removeFolder(dataDir));

/** The terms that a start stops all delivery by, where the database has a stop until then. */
async function obeyed(row: Pick<Suspension, 'until'> | undefined): Promise<unknown[]> {
  const triggered: unknown[] = [];
  const listed: Suspension[] =
    row === undefined ? [] : [{ what: { of: 'all' }, since: now - 1, ...row }];
  const stop = createKeptEmergencyStop({
    dataDir,
    partitions: {
      async triggerEmergencyStop(terms) {
        triggered.push(terms);
      },
    },
    operatorSwitch: { list: async () => listed },
    log: createLog('silent'),
    now: () => now,
    reached: () => now,
  });
  await stop.obeyKept();
  return triggered;
}

test.each([
  ['the database has none', undefined, undefined, true],
  ['the database has a shorter one', undefined, { until: now + 10_000 }, true],
  ['the database has one that ends sooner', now + 20_000, { until: now + 10_000 }, true],
  ['the database has the same', now + 10_000, { until: now + 10_000 }, false],
  ['the database has a longer one', now + 10_000, {}, false],
  ['the database has one without an end, too', undefined, {}, false],
  ['its own end has come', now, undefined, false],
] as const)('of the file, where %s', async (_where, until, row, isObeyed) => {
  keepStop(dataDir, { since: now - 2, terms: { ...(until !== undefined && { until }) } });
  const terms = { since: now - 2, ...(until !== undefined && { until }) };
  expect(await obeyed(row)).toEqual(isObeyed ? [terms] : []);
});

test('without a file nothing is stopped', async () => {
  expect(await obeyed(undefined)).toEqual([]);
});
