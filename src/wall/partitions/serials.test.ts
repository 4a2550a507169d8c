import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CameraId } from '../../identity/ids.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { Opened } from './camera-address.ts';
import { type Likeness, likenessOf } from '../../pictures/cameras/origin/likeness.ts';
import {
  createMakeRegister,
  createSerialClaims,
  type ClaimSerial,
  type MakeRegister,
} from './serials.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let claimFrom: ClaimSerial;
let makes: MakeRegister;
beforeEach(async () => {
  house = await openTestHouse();
  [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  claimFrom = createSerialClaims(house.store, house.ring);
  makes = createMakeRegister(house.store, house.ring, () => house.time.wall);
});
afterEach(() => house.close());

const row = (camera: CameraId): Opened => ({ stamp: { camera, epoch: 1 }, opening: 1 });
const claim = (camera: CameraId, seen: Likeness) => claimFrom(row(camera), seen);

const says = (maker: string | undefined, serial: string | undefined) =>
  likenessOf({ maker, serial });

test('a make is compared without its capitals and blanks, a serial number as it is', async () => {
  await makes.unique(' Lattice   VIEW ');
  expect(await claim(birch.camera, says('Lattice View', 'AB-1'))).toBe(true);
  expect(await claim(harbour.camera, says('LATTICE view', 'AB-1'))).toBe(false);
  expect(await claim(harbour.camera, says('Lattice View', 'ab-1'))).toBe(true);
});

test.each([
  ['no serial number', 'Lattice', undefined],
  ['no maker', undefined, 'AB-1'],
  ['one that was cut off', 'Lattice', 'A'.repeat(100)],
])('a camera that says %s claims none', async (_what, maker, serial) => {
  await makes.unique('Lattice');
  for (const { camera } of [birch, harbour]) {
    expect(await claim(camera, says(maker, serial))).toBe(true);
  }
  expect((await makes.unique('Lattice')).met).toBe(0);
});

test('what is written down tells neither maker nor serial number', async () => {
  await claim(birch.camera, says('Lattice', 'AB-1'));
  const seen: unknown[] = [];
  const spy = { ...house.store.operator.serials, claim: async (one: object) => seen.push(one) > 0 };
  await createSerialClaims({ operator: { serials: spy } }, house.ring)(
    row(birch.camera),
    says('Lattice', 'AB-1'),
  );
  expect(JSON.stringify(seen)).not.toMatch(/lattice|ab-1/i);
});

test('the register says who is refused, lists what was said, and takes it back', async () => {
  await claim(birch.camera, says('Lattice', 'AB-1'));
  await claim(harbour.camera, says('Lattice', 'AB-1'));
  expect(await makes.unique('lattice')).toEqual({ refused: [harbour.device], met: 2 });
  expect(await makes.list()).toMatchObject([{ name: 'lattice', since: house.time.wall }]);
  await expect(makes.repeats('Other')).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('of these: "lattice"'),
  });
  await makes.repeats('LATTICE');
  expect(await makes.list()).toEqual([]);
  await expect(makes.repeats('Lattice')).rejects.toThrow('of no make');
});

test('what was opened before its row was put right claims nothing', async () => {
  const { camera } = birch;
  await house.store.operator.pins.unpin(camera);
  const claiming = claim(camera, says('Lattice', 'AB-1'));
  await expect(claiming).rejects.toMatchObject({ code: 'not-found' });
  const current = { ...row(camera), opening: 2 };
  expect(await claimFrom(current, says('Lattice', 'AB-1'))).toBe(true);
});

test.each(['', '  ', 'x'.repeat(100)])('%j is no maker', async (name) => {
  await expect(makes.unique(name)).rejects.toMatchObject({ code: 'bad-request' });
});
