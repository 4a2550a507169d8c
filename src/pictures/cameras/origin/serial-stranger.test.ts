/** Another camera answers over ONVIF in the place of a known one: its serial number is none of that row’s. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../../workshop/testing/test-house.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import { likenessOf } from './likeness.ts';
import { createRecogniser, type OtherCamera, type Recogniser } from './pins.ts';
import { createMakeRegister, createSerialClaims } from '../../../wall/partitions/serials.ts';
import { stampOf } from '../../../wall/partitions/validity.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let recogniser: Recogniser;
let alarms: OtherCamera[];
beforeEach(async () => {
  house = await openTestHouse();
  [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  alarms = [];
  recogniser = createRecogniser({
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    claimSerial: createSerialClaims(house.store, house.ring),
    alarm: (event) => alarms.push(event),
    warn: () => undefined,
    now: () => house.time.wall,
  });
  await createMakeRegister(house.store, house.ring, () => house.time.wall).unique('Lattice');
});
afterEach(() => house.close());

/** What recognition of the camera came to: true, false, or the reason of a refusal. */
async function meet({ camera }: TestAccount, serial: string): Promise<unknown> {
  const [row] = await house.store.operator.map.entriesOf(camera);
  if (row === undefined) throw new Error('no such row');
  const from: Opened = { stamp: stampOf(row), opening: row.opening };
  const seen = likenessOf({ maker: 'Lattice', serial });
  return recogniser
    .recognise(from, 'onvif', seen, async () => seen)
    .catch(({ reason }: { reason: unknown }) => reason);
}

test('it is another camera, and an alarm, also where it is known whose it is', async () => {
  expect([await meet(birch, 'SN-1'), await meet(harbour, 'SN-2')]).toEqual([true, true]);
  expect(await meet(harbour, 'SN-1')).toBe(false);
  expect(alarms).toMatchObject([{ devices: [harbour.device], line: 'onvif' }]);
});

test('two that had each other’s address are both themselves again, whoever comes back first, or alone', async () => {
  expect([await meet(birch, 'SN-1'), await meet(harbour, 'SN-2')]).toEqual([true, true]);
  await meet(harbour, 'SN-1');
  await meet(birch, 'SN-2');
  expect(await meet(harbour, 'SN-2')).toBe(true);
  expect(await meet(birch, 'SN-1')).toBe(true);
});

test('who was known first goes on being so', async () => {
  expect([await meet(birch, 'SN-1'), await meet(harbour, 'SN-1')]).toEqual([true, 'same-serial']);
  await meet(birch, 'SN-9');
  expect([await meet(harbour, 'SN-1'), await meet(birch, 'SN-1')]).toEqual(['same-serial', true]);
});
