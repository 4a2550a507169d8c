/**
 * A PostgreSQL server that fails under a bridge with L = 1 s, two homes that watch, and somebody who writes. What takes
 * longer is seen by `npm run outages`.
 *
 * @takes 25 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Ground, openGround } from '../proof/outages/grounds.ts';
import {
  crash,
  fullTables,
  migration,
  noConnections,
  type Outage,
  silence,
} from '../proof/outages/outages.ts';
import { faultsOf, type Finding, happens } from '../proof/outages/run.ts';
import { openTown, type Town } from '../proof/outages/town.ts';
import { describeUnless, testUnless } from '../testing/needs.ts';
import { missingPostgres, missingSmallDisk } from '../testing/postgres-programs.ts';
import { until } from '../until.ts';

jest.setTimeout(240_000);

describeUnless(missingPostgres(), 'a server', () => {
  const noDisk = missingSmallDisk();
  let ground: Ground;
  let town: Town;
  beforeAll(async () => {
    ground = await openGround(
      noDisk === undefined ? { megabytes: 48, of: 'tablespace' } : undefined,
    );
    town = await openTown({ url: ground.url, leaseSeconds: 1 });
  });
  afterAll(async () => {
    await town.close();
    await ground.close();
  });

  /** What must never be is not; returns the rest. */
  async function happened(outage: Outage, goneMs: number): Promise<Finding> {
    const found = await happens(town, outage, goneMs);
    expect({ faults: faultsOf(found), found }).toEqual({ faults: [], found });
    return found;
  }
  const allWentOn = { displays: Array(4).fill(expect.objectContaining({ wentOn: true })) };
  const allEnded = { displays: Array(4).fill(expect.objectContaining({ wentOn: false })) };

  test('that is silent for longer than L: streams end for that reason, and new ones come once it answers', async () => {
    const found = await happened(silence(ground.server), 3_000);
    expect(found).toMatchObject({ ...allEnded, reasons: { unverifiable: 4 } });
    expect(found.told).not.toContain('SUCCESS');
  });

  test('that crashes and is started anew has all that it has acknowledged, and streams come', async () => {
    await happened(crash(ground.server), 0);
  });

  test('that has no further connection: streams go on, and new ones come, over those that there are', async () => {
    const found = await happened(noConnections(ground.server, false), 1_000);
    expect(found).toMatchObject({ ...allWentOn, told: ['SUCCESS', 'SUCCESS'] });
  });

  testUnless(noDisk, 'whose disk is full: streams go on, and writes are refused', async () => {
    const found = await happened(fullTables(ground.server), 2_000);
    expect(found).toMatchObject({ ...allWentOn, told: ['SUCCESS', 'SUCCESS'] });
    expect(found.refused).toBeGreaterThan(0);
  });

  test('that is not there yet when its bridge starts is waited for', async () => {
    await ground.server.end('INT');
    const before = town.log().length;
    const restarting = town.restart();
    await until(
      () =>
        town
          .log()
          .slice(before)
          .some(({ msg }) => msg === 'the database is waited for'),
      60_000,
    );
    await ground.server.begin();
    await restarting;
    expect(await town.readiness()).toBe(200);
    const said = town.log().slice(before);
    // Servers of tests do not wait for their disks.
    expect(
      said.filter(({ msg }) => msg === 'what the database has acknowledged may be lost'),
    ).toEqual([expect.objectContaining({ by: 'a crash of the machine', mend: 'set fsync = on' })]);
    const waits = town.log().filter(({ msg }) => msg === 'the database is waited for');
    expect(waits).toEqual([
      expect.objectContaining({ why: expect.stringContaining('start the server') }),
    ]);
  });

  test('that is migrated by the next version: no stream ends, and a bridge of this one starts beside it', async () => {
    expect(await happened(migration(ground.url('migration')), 500)).toMatchObject(allWentOn);
    await town.restart();
    expect(await town.ask()).toEqual(['SUCCESS', 'SUCCESS']);
  });
});
