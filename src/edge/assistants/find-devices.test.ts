/** What looking up the devices of a request costs. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { deviceFinder } from './find-devices.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let lookedUp: string[];

const counted = (real: Store): Store =>
  overTenant(real, (own) => ({
    entry(device) {
      lookedUp.push(device);
      return own.entry(device);
    },
  }));

beforeEach(async () => {
  house = await openTestHouse({ store: counted });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
});
afterEach(() => house.close());

/** Which of `ids` are found, in a request that names them all. */
async function found(ids: readonly string[]): Promise<string[]> {
  lookedUp = [];
  return house.partitions.within(birch.proof, async (partition) => {
    const find = await deviceFinder(partition, ids);
    const tries = await Promise.allSettled(ids.map((id) => find(id)));
    const whys = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const why of whys) expect(why).toMatchObject({ code: 'device-not-found' });
    return ids.filter((_, at) => tries[at]?.status === 'fulfilled');
  });
}

test('few are looked up as they come', async () => {
  expect(await found([birch.device, harbour.device])).toEqual([birch.device]);
  expect(lookedUp).toEqual([birch.device, harbour.device]);
});

test('of many, only those that the account has', async () => {
  const strange = Array.from({ length: 498 }, (_, at) => `nothing ${at}`);
  expect(await found([...strange, harbour.device, birch.device])).toEqual([birch.device]);
  expect(lookedUp).toEqual([birch.device]);
});
