/** Two rows of one owner lead to one camera, of a make that gives each serial number once; one row is handed over. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeviceId } from '../../identity/ids.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import { noNames } from './claims.ts';
import { likenessOf } from '../../pictures/cameras/origin/likeness.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../operator/register.ts';
import { createMakeRegister, createSerialClaims } from './serials.ts';
import { stampOf } from './validity.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

test('what runs of the other row ends, since that is refused from now on', async () => {
  const [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const add = (path: string): Promise<DeviceId> =>
    register.addCamera({
      kind: 'camera',
      name: 'Garden',
      nicknames: [],
      owner: birch.account,
      source: { stream: `rtsp://127.0.0.1/${path}`, transport: 'auto', alwaysWarm: false },
    });
  const [one, two] = [await add('one'), await add('two')];
  const rowOf = async (device: DeviceId) => {
    const row = (await allEntries(house.store)).find((entry) => entry.device === device);
    if (row === undefined) throw new Error('no such row');
    return { stamp: stampOf(row), opening: row.opening };
  };
  const claim = createSerialClaims(house.store, house.ring);
  const says = likenessOf({ maker: 'Lattice', serial: 'SN-7' });
  expect(await claim(await rowOf(one), says)).toBe(true);
  house.time.wall += 1_000;
  expect(await claim(await rowOf(two), says)).toBe(true);
  await createMakeRegister(house.store, house.ring, () => house.time.wall).unique('Lattice');
  let ended = false;
  await house.partitions.within(birch.proof, async (partition) => {
    partition.startSession(await partition.device(two), 'hls').onEnd(() => (ended = true));
  });
  await house.partitions.recheck();
  expect(ended).toBe(false);
  await register.transfer(one, harbour.account);
  await house.partitions.recheck();
  expect(ended).toBe(true);
  expect(await claim(await rowOf(two), says)).toBe(false);
});
