/**
 * The searches on a server, in short: npm run races and cancellations -- --on postgres go through all.
 *
 * @takes 12 s
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeUnless } from '../../testing/needs.ts';
import { missingPostgres } from '../../testing/postgres-programs.ts';
import { openGround, type Ground } from '../cancellations/ground.ts';
import { intents } from '../cancellations/intents.ts';
import { search } from '../cancellations/search.ts';
import { race } from './run.ts';
import { scripts } from './steps.ts';
import { overTenant } from '../../testing/over-tenant.ts';

describeUnless(missingPostgres(), 'on a server', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround('postgres');
  }, 60_000);
  afterAll(() => ground.close());

  const interleavings = (lie?: Parameters<typeof race>[3]) =>
    fc.asyncProperty(scripts, fc.scheduler(), async (script, scheduler) => {
      await race(ground.callers.town, script, scheduler, lie);
    });

  test('no interleaving shows an account what is not its own', async () => {
    await fc.assert(interleavings(), { numRuns: 20 });
  }, 120_000);

  test('a store that says that the first one’s cameras are everybody’s is noticed', async () => {
    const { failed } = await fc.check(
      interleavings((store) =>
        overTenant(store, () => ({
          entries: () => store.of(ground.callers.first.account).entries(),
        })),
      ),
      { numRuns: 500, endOnFailure: true },
    );
    expect(failed).toBe(true);
  }, 120_000);

  test('a run begins with what the first one began with', async () => {
    const { scratch } = ground.callers.town;
    const { account, devices } = ground.callers.first;
    await scratch.begin();
    await scratch.store.of(account).remove();
    await scratch.undo();
    const left = await scratch.store.of(account).entries();
    expect(left.map(({ device }) => device)).toEqual(devices);
  });

  test('SYNC, broken off at any await, is answered for itself', async () => {
    const [sync] = intents;
    if (sync === undefined) throw new TypeError('no operation');
    expect(await search(sync, ground)).toBeGreaterThan(0);
  }, 120_000);
});
