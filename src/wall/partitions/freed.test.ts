/** A suspension that ceases to hold otherwise than by being seen to be lifted: nothing from meanwhile is shown. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeviceId } from '../../identity/ids.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { noNames } from './claims.ts';
import { createSwitch, type Switch } from '../operator/switch.ts';

let house: TestHouse;
let birch: TestAccount;
let register: Register;
let operator: Switch;
beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  register = createRegister(house.store, house.ring, noNames, streamForm);
  operator = createSwitch(house.store, () => house.time.wall);
  await sinceOf(birch.device);
});
afterEach(() => house.close());

const sinceOf = (device: DeviceId): Promise<number> =>
  house.partitions.within(
    birch.proof,
    async (partition) => partition.startSession(await partition.device(device), 'hls').since,
  );
function wait(ms: number): void {
  house.time.monotonic += ms;
  house.time.wall += ms;
}
const source = (path: string) =>
  ({ stream: `rtsp://127.0.0.1/${path}`, transport: 'auto', alwaysWarm: false }) as const;
const added = (path: string): Promise<DeviceId> =>
  register.addCamera({
    kind: 'camera',
    name: 'Garden',
    nicknames: [],
    owner: birch.account,
    source: source(path),
  });

describe('another row of a suspended camera shows nothing from before its suspended row', () => {
  test.each([
    ['led elsewhere', false, 'moved'],
    ['was removed', false, 'removed'],
    ['was resumed, and then led elsewhere', true, 'moved'],
    ['was resumed, and then removed', true, 'removed'],
  ])('%s', async (_how, resumed, then) => {
    const one = await added('g');
    const two = await added('g');
    expect(await sinceOf(two)).toBe(1_000);
    wait(60_000);
    await operator.suspend({ of: 'device', device: one });
    await expect(sinceOf(two)).rejects.toMatchObject({ code: 'suspended' });
    wait(60_000);
    if (resumed) await operator.resume({ of: 'device', device: one });
    if (then === 'moved') await register.setSource(one, source('elsewhere'));
    else await register.remove(one);
    expect(await sinceOf(two)).toBe(121_000);
  });

  test('whose camera is led there by itself', async () => {
    const one = await added('g');
    const two = await added('alias');
    const rows = await house.store.of(birch.account).entries();
    const rowOf = (device: DeviceId) => rows.find((row) => row.device === device);
    const hashes = (await house.store.operator.places.of(rowOf(one)?.camera ?? birch.camera)).map(
      ({ hash }) => hash,
    );
    const { camera, sealedSource } = rowOf(two) ?? { camera: birch.camera, sealedSource: '' };
    const there = { camera, line: 'stream', hashes, sealedSource, kept: false } as const;
    const before = await house.store.revision();
    await house.store.operator.places.claim({ ...there, named: false, whole: true, below: false });
    // Whoever watches it is asked anew: it may be a suspended one.
    expect(await house.store.revision()).toBeGreaterThan(before);
    await operator.suspend({ of: 'device', device: one });
    await expect(sinceOf(two)).rejects.toMatchObject({ code: 'suspended' });
    wait(60_000);
    await register.remove(one);
    expect(await sinceOf(two)).toBe(61_000);
  });
});

describe('a suspension that came and went between two looks ends what runs', () => {
  const ends = async (work: () => Promise<unknown>): Promise<boolean> => {
    let ended = false;
    await house.partitions.within(birch.proof, async (partition) => {
      partition
        .startSession(await partition.device(birch.device), 'hls')
        .onEnd(() => (ended = true));
    });
    const other = await added('other');
    wait(100);
    await work();
    await house.partitions.recheck();
    await operator.suspend({ of: 'device', device: other });
    await operator.resume({ of: 'device', device: other });
    await house.partitions.recheck();
    return ended;
  };

  test('by an operator', async () => {
    const what = { of: 'device', device: birch.device } as const;
    const blink = async (): Promise<void> => {
      await operator.suspend(what);
      await operator.resume(what);
    };
    expect(await ends(blink)).toBe(true);
    // The next one begins where that ended, and goes on.
    expect(await ends(async () => wait(1_000))).toBe(false);
  });

  test('by its own end', async () => {
    const what = { of: 'account', account: birch.account } as const;
    const blink = async (): Promise<void> => {
      await operator.suspend(what, { until: house.time.wall + 50 });
      wait(100);
    };
    expect(await ends(blink)).toBe(true);
    expect(await ends(async () => wait(1_000))).toBe(false);
  });
});
