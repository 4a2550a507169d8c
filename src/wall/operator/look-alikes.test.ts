/** What looks like one camera under two owners is told. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { seal } from '../../identity/seal.ts';
import type { Pin } from '../../storage/pins.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { hashOf } from '../../pictures/cameras/origin/likeness.ts';
import { searchLookAlikes } from './look-alike-search.ts';
import { findLookAlikes } from './look-alikes.ts';
import { allDevices } from '../../storage/contract/whole.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let maple: TestAccount;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  maple = await house.addAccount('Maple');
});
afterEach(() => house.close());

const pin = ({ camera }: TestAccount, over: Partial<Pin> = {}) =>
  house.store.operator.pins.pin(
    {
      camera,
      line: 'stream',
      fields: ['server', 'realm'],
      hash: 'h'.repeat(43),
      description: 'Lattice',
      since: 1,
      ...over,
    },
    1,
  );
const parts = () => ({ store: house.store, ring: house.ring, reading: pinReading });
/** By whichever way they are looked for. */
async function found() {
  const { groups, keysLeftOut } = await findLookAlikes(
    parts(),
    (await allDevices(house.store)).slice(0, 2),
  );
  expect(keysLeftOut).toBe(false);
  expect(await searchLookAlikes(parts())).toEqual(groups);
  return groups;
}

async function bindKey({ camera }: TestAccount, fingerprint: string): Promise<void> {
  const proof = { key: { fingerprint, vouched: false } };
  const sealed = {
    place: seal(house.ring, camera, JSON.stringify({ address: '10.0.0.7', port: 322 })),
    proof: seal(house.ring, camera, JSON.stringify(proof)),
  };
  await house.store.operator.origins.bind(
    { camera, line: 'stream', since: 1, ...sealed },
    1,
    undefined,
  );
}

test('the same likeness, serial or key of two owners, by both device ids', async () => {
  expect(await found()).toEqual([]);
  await pin(birch);
  await pin(maple, { hash: 'o'.repeat(43) });
  await bindKey(birch, 'SHA256:one');
  await bindKey(maple, 'SHA256:two');
  expect(await found()).toEqual([]);
  await pin(harbour);
  const both = [birch.device, harbour.device];
  expect(await found()).toEqual([{ feature: 'likeness', devices: both }]);
  await bindKey(harbour, 'SHA256:one');
  const serial = { make: 'm'.repeat(43), serial: 's'.repeat(43) };
  for (const account of [harbour, birch]) {
    // Of another model, or with other hardware: one number all the same.
    await pin(account, {
      line: 'onvif',
      fields: ['model'],
      hash: hashOf({ model: account.device }, ['model']),
    });
    await house.store.operator.serials.claim({ camera: account.camera, ...serial }, 1);
  }
  expect(await found()).toEqual([
    { feature: 'key', devices: both },
    { feature: 'serial', devices: both },
    { feature: 'likeness', devices: both },
  ]);
});

test('where there are very many cameras, keys are compared among those that are asked about', async () => {
  for (const account of [birch, harbour]) await bindKey(account, 'SHA256:one');
  const { map } = house.store.operator;
  const [row] = await map.cameras({ most: 1 });
  const cameras = async ({ most }: { readonly most: number }) =>
    Array.from({ length: most }, () => row).flatMap((one) => one ?? []);
  const many = {
    ...parts(),
    store: { ...house.store, operator: { ...house.store.operator, map: { ...map, cameras } } },
  };
  expect(await findLookAlikes(many, [birch.device])).toEqual({ groups: [], keysLeftOut: true });
  expect(await findLookAlikes(many, [maple.device])).toEqual({ groups: [], keysLeftOut: false });
  expect(await findLookAlikes(many, [birch.device, harbour.device])).toEqual({
    groups: [{ feature: 'key', devices: [birch.device, harbour.device] }],
    keysLeftOut: true,
  });
  expect(await searchLookAlikes(parts())).toEqual([
    { feature: 'key', devices: [birch.device, harbour.device] },
  ]);
});

test('what looks like one is told once, however many pages it stands on', async () => {
  for (const account of [birch, harbour, maple]) {
    await pin(account);
    await bindKey(account, 'SHA256:one');
  }
  const { map } = house.store.operator;
  const cameras: typeof map.cameras = async (page) => {
    // A page of one camera; a full one is followed by another.
    const [row] = await map.cameras({ ...page, most: 1 });
    return row === undefined ? [] : Array.from({ length: page.most }, () => row);
  };
  const read: number[] = [];
  const paged = {
    ...parts(),
    store: { ...house.store, operator: { ...house.store.operator, map: { ...map, cameras } } },
  };
  const devices = [birch.device, harbour.device, maple.device];
  expect(await searchLookAlikes(paged, (count) => read.push(count))).toEqual([
    { feature: 'key', devices },
    { feature: 'likeness', devices },
  ]);
  expect(read).toHaveLength(3);
});

test('cameras without a serial number are not said to have the same', async () => {
  for (const account of [birch, harbour]) {
    await pin(account, {
      line: 'onvif',
      fields: ['maker', 'serial'],
      hash: hashOf({ maker: 'L' }, ['maker', 'serial']),
    });
  }
  expect(await found()).toEqual([{ feature: 'likeness', devices: [birch.device, harbour.device] }]);
});

test('nothing is said of what names no device', async () => {
  for (const account of [birch, harbour]) await pin(account, { fields: [], hash: hashOf({}, []) });
  expect(await found()).toEqual([]);
});
