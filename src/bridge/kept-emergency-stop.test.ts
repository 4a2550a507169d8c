/** Which stop is obeyed at a start: the one of the file, or what the database has of it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLog } from '../common/log.ts';
import type { Suspension } from '../wall/operator/switch.ts';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import type { Partitions } from '../wall/partitions/partitions.ts';
import { keepStop, keptStop } from './control/stop-file.ts';
import { createKeptEmergencyStop } from './kept-emergency-stop.ts';

const now = 1_000_000;
let dataDir: string;
beforeEach(() => {
  dataDir = scratchFolder('stop');
});
afterEach(() => removeFolder(dataDir));

/** Of a bridge that stops delivery by `trigger`, and whose database has `listed`. */
const stopOf = (trigger: Partitions['triggerEmergencyStop'], listed: Suspension[] = []) =>
  createKeptEmergencyStop({
    dataDir,
    partitions: { triggerEmergencyStop: trigger },
    operatorSwitch: { list: async () => listed },
    log: createLog('silent'),
    now: () => now,
    reached: () => now,
  });

/** The terms that a start stops all delivery by, where the database has a stop until then. */
async function obeyed(row: Pick<Suspension, 'until'> | undefined): Promise<unknown[]> {
  const triggered: unknown[] = [];
  const listed: Suspension[] =
    row === undefined ? [] : [{ what: { of: 'all' }, since: now - 1, ...row }];
  await stopOf(async (terms) => void triggered.push(terms), listed).obeyKept();
  return triggered;
}

test('one that is not in the database yet is in the file at once, after delivery has stopped', () => {
  let wasKept: unknown = 'not stopped';
  const stop = stopOf(() => {
    wasKept = keptStop(dataDir);
    return new Promise(() => undefined);
  });
  void stop.trigger({ reason: 'Odd' });
  expect(wasKept).toBeUndefined();
  expect(keptStop(dataDir)).toEqual({ since: now, terms: { reason: 'Odd' } });
});

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
