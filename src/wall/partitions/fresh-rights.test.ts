/** Nothing that was filmed before a right began is delivered under it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeviceId } from '../../identity/ids.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { noNames } from './claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { createSwitch, type Switch } from '../operator/switch.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let register: Register;
let operator: Switch;
beforeEach(async () => {
  house = await openTestHouse();
  [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  register = createRegister(house.store, house.ring, noNames, streamForm);
  operator = createSwitch(house.store, () => house.time.wall);
  // The bridge has been running for a while.
  await sinceOf(birch, birch.device);
});
afterEach(() => house.close());

/** Since when a new session of this device may show pictures. */
const sinceOf = ({ proof }: TestAccount, device: DeviceId): Promise<number> =>
  house.partitions.within(proof, async (partition) => {
    const session = partition.startSession(await partition.device(device), 'hls');
    return session.since;
  });

const at = (path: string) =>
  ({ stream: `rtsp://127.0.0.1/${path}`, transport: 'auto', alwaysWarm: false }) as const;
/** Adds a camera of Birch's. */
const addGarden = (path: string): Promise<DeviceId> =>
  register.addCamera({
    kind: 'camera',
    name: 'Garden',
    nicknames: [],
    owner: birch.account,
    source: at(path),
  });

function wait(ms: number): void {
  house.time.monotonic += ms;
  house.time.wall += ms;
}

test('a right that stood before shows what was filmed before', async () => {
  wait(60_000);
  expect(await sinceOf(birch, birch.device)).toBe(1_000);
  await house.link(birch.account);
  wait(1_000);
  expect(await sinceOf(birch, birch.device)).toBe(1_000);
});

test('a share, a transfer and an addition begin one', async () => {
  wait(60_000);
  const shared = await register.share(birch.device, harbour.account);
  expect(await sinceOf(harbour, shared)).toBe(61_000);
  wait(5_000);
  expect(await sinceOf(harbour, shared)).toBe(61_000);
  expect(await sinceOf(birch, birch.device)).toBe(1_000);
  const { device } = await register.transfer(birch.device, harbour.account);
  expect(await sinceOf(harbour, device)).toBe(66_000);
  wait(5_000);
  const named = { kind: 'camera', name: 'Garden', nicknames: [], owner: birch.account } as const;
  const source = { stream: 'rtsp://127.0.0.1/g', transport: 'auto', alwaysWarm: false } as const;
  const added = await register.addCamera({ ...named, source });
  expect(await sinceOf(birch, added)).toBe(71_000);
});

test.each(['all', 'account', 'model', 'device'] as const)(
  'a resumption begins one: %s',
  async (of) => {
    const named = { kind: 'camera', name: 'Garden', nicknames: [], model: 'View' } as const;
    const source = { stream: 'rtsp://127.0.0.1/g', transport: 'auto', alwaysWarm: false } as const;
    const garden = await register.addCamera({ ...named, owner: birch.account, source });
    await sinceOf(birch, garden);
    const what = {
      all: { of: 'all' },
      account: { of: 'account', account: birch.account },
      model: { of: 'model', model: 'View' },
      device: { of: 'device', device: garden },
    }[of] as Parameters<Switch['suspend']>[0];
    wait(60_000);
    await operator.suspend(what);
    await expect(sinceOf(birch, garden)).rejects.toMatchObject({ code: 'suspended' });
    wait(60_000);
    await operator.resume(what);
    expect(await sinceOf(birch, garden)).toBe(121_000);
    expect(await sinceOf(harbour, harbour.device)).toBe(of === 'all' ? 121_000 : 1_000);
  },
);

test('a resumption begins one in every row that leads to the same camera', async () => {
  const named = { kind: 'camera', name: 'Garden', nicknames: [] } as const;
  const source = { stream: 'rtsp://127.0.0.1/g', transport: 'auto', alwaysWarm: false } as const;
  const one = await register.addCamera({ ...named, owner: birch.account, source });
  const two = await register.addCamera({ ...named, owner: birch.account, source });
  expect(await sinceOf(birch, two)).toBe(1_000);
  wait(60_000);
  await operator.suspend({ of: 'device', device: one });
  wait(60_000);
  await operator.resume({ of: 'device', device: one });
  expect(await sinceOf(birch, two)).toBe(121_000);
});

test('also in one that comes to lead there after it', async () => {
  const [early, late] = [await addGarden('a'), await addGarden('b')];
  await sinceOf(birch, late);
  wait(60_000);
  await operator.suspend({ of: 'device', device: early });
  await operator.resume({ of: 'device', device: early });
  expect(await sinceOf(birch, late)).toBe(1_000);
  await register.setSource(late, at('a'));
  expect(await sinceOf(birch, late)).toBe(61_000);
});

test('of two resumptions of one camera the later one begins it', async () => {
  const named = { kind: 'camera', name: 'Garden', nicknames: [] } as const;
  const source = { stream: 'rtsp://127.0.0.1/g', transport: 'auto', alwaysWarm: false } as const;
  const one = await register.addCamera({ ...named, owner: birch.account, source });
  const two = await register.addCamera({ ...named, owner: birch.account, source });
  for (const device of [one, two]) await operator.suspend({ of: 'device', device });
  for (const [first, second] of [
    [one, two],
    [two, one],
  ] as const) {
    wait(60_000);
    await operator.suspend({ of: 'device', device: first });
    await operator.suspend({ of: 'device', device: second });
    await operator.resume({ of: 'device', device: first });
    await expect(sinceOf(birch, first)).rejects.toMatchObject({ code: 'suspended' });
    wait(1_000);
    await operator.resume({ of: 'device', device: second });
    for (const device of [one, two]) {
      expect(await sinceOf(birch, device)).toBe(house.time.monotonic);
    }
  }
});

test('a row that came to the place later, and was resumed earlier, takes nothing from a resumption', async () => {
  const [early, late] = [await addGarden('a'), await addGarden('b')];
  for (const device of [early, late]) {
    wait(60_000);
    await operator.suspend({ of: 'device', device });
    await operator.resume({ of: 'device', device });
    await sinceOf(birch, device);
  }
  await register.setSource(early, at('b'));
  wait(1_000);
  expect(await sinceOf(birch, late)).toBe(121_000);
});

test('where the clock goes back it is in force again, and over anew', async () => {
  await operator.suspend({ of: 'all' }, { until: house.time.wall + 60_000 });
  wait(60_000);
  expect(await sinceOf(birch, birch.device)).toBe(61_000);
  house.time.wall -= 30_000;
  await expect(sinceOf(birch, birch.device)).rejects.toMatchObject({ code: 'suspended' });
  wait(30_000);
  expect(await sinceOf(birch, birch.device)).toBe(91_000);
});

test('a suspension that is over by itself begins one when it is', async () => {
  await operator.suspend({ of: 'all' }, { until: house.time.wall + 60_000 });
  await expect(sinceOf(birch, birch.device)).rejects.toMatchObject({ code: 'suspended' });
  wait(59_000);
  await expect(sinceOf(birch, birch.device)).rejects.toMatchObject({ code: 'suspended' });
  wait(2_000);
  expect(await sinceOf(birch, birch.device)).toBe(62_000);
  // Something else is changed, and the list is read anew.
  await register.share(birch.device, harbour.account);
  wait(5_000);
  expect(await sinceOf(birch, birch.device)).toBe(62_000);
});

test('also where nobody looked while it was in force', async () => {
  await operator.suspend({ of: 'all' }, { until: house.time.wall + 60_000 });
  wait(70_000);
  expect(await sinceOf(birch, birch.device)).toBe(71_000);
});

test('the last look holds it, whoever forgot to', async () => {
  wait(60_000);
  const shared = await register.share(birch.device, harbour.account);
  await house.partitions.within(harbour.proof, async (partition) => {
    const session = partition.startSession(await partition.device(shared), 'hls');
    const { id, device, protocol, stamp, since } = session;
    await partition.session({ session: id, device, protocol });
    expect(() => session.admit({ stamp, heardAt: since - 1 })).toThrow('nothing of that time');
    expect(() => session.admit({ stamp, heardAt: NaN })).toThrow('nothing of that time');
    session.admit({ stamp, heardAt: since });
    expect(session.ended).toBe(false);
  });
  expect(house.alarms).toEqual([]);
});
