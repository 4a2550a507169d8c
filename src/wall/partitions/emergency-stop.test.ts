import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import type { Store } from '../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { SessionEnd } from './partition.ts';
import { createSwitch } from '../operator/switch.ts';

let house: TestHouse;
let birch: TestAccount;
let diskIsFull = false;
let closed = false;
/** What a stop waits for before it is written down. */
let gate: Promise<void>;
/** Called while a stop is just being written down. */
let meanwhile = (): void => undefined;

/** The real store; while `diskIsFull` it can be read, not written. */
const full = (real: Store): Store => ({
  ...real,
  operator: {
    ...real.operator,
    suspensions: {
      ...real.operator.suspensions,
      async suspend(suspension) {
        if (diskIsFull) throw new Failure('storage-down', 'storage is not available');
        meanwhile();
        await gate;
        return real.operator.suspensions.suspend(suspension);
      },
      async resume(scope) {
        if (diskIsFull) throw new Failure('storage-down', 'storage is not available');
        return real.operator.suspensions.resume(scope);
      },
    },
  },
});

beforeEach(async () => {
  [diskIsFull, closed, meanwhile, gate] = [false, false, () => undefined, Promise.resolve()];
  house = await openTestHouse({ store: full });
  birch = await house.addAccount('Birch');
});
afterEach(() => (closed ? undefined : house.close()));

const start = () =>
  house.partitions.within(birch.proof, async (partition) => {
    const session = partition.startSession(await partition.device(birch.device), 'hls');
    const ends: SessionEnd[] = [];
    session.onEnd((reason) => ends.push(reason));
    return ends;
  });

test('everything ends before anything is written, and is suspended as by an operator', async () => {
  const ends = await start();
  const stopped = house.partitions.triggerEmergencyStop({ reason: 'signal' }, () => undefined);
  expect(ends).toEqual(['suspended']);
  await stopped;
  const operator = createSwitch(house.store, () => house.time.wall);
  expect(await operator.list()).toMatchObject([{ what: { of: 'all' }, reason: 'signal' }]);
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  await operator.resume({ of: 'all' });
  await expect(start()).resolves.toEqual([]);
});

test('while it cannot be written down, it holds all the same, and is written when it can', async () => {
  diskIsFull = true;
  const ends = await start();
  let told = (): void => undefined;
  const reported = new Promise<void>((resolve) => (told = resolve));
  const stopped = house.partitions.triggerEmergencyStop({ reason: 'signal' }, () => told());
  await reported;
  expect(ends).toEqual(['suspended']);
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  expect(await house.store.operator.suspensions.list()).toEqual([]);
  diskIsFull = false;
  await stopped;
  expect(await house.store.operator.suspensions.list()).toHaveLength(1);
});

test('a second stop waits for the first', async () => {
  const twice = [1, 2].map(() =>
    house.partitions.triggerEmergencyStop({ reason: 'signal' }, () => undefined),
  );
  await Promise.all(twice);
  expect(await house.store.operator.suspensions.list()).toHaveLength(1);
});

/** Lets the disk have room, and does `work` once, when a stop is just being written down. */
async function whileWriting(work: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    meanwhile = () => {
      meanwhile = () => undefined;
      work();
      resolve();
    };
    diskIsFull = false;
  });
}

test('a second stop takes the place of one that is still being written down', async () => {
  diskIsFull = true;
  let told = (): void => undefined;
  const reported = new Promise<void>((resolve) => (told = resolve));
  const report = () => told();
  const first = house.partitions.triggerEmergencyStop({ until: house.time.wall + 300_000 }, report);
  await reported;
  const second = house.partitions.triggerEmergencyStop({ reason: 'for good' }, report);
  await whileWriting(
    () => void house.partitions.triggerEmergencyStop({ reason: 'for good, indeed' }, report),
  );
  await Promise.all([first, second]);
  const [only, ...more] = await house.store.operator.suspensions.list();
  expect([only, more]).toEqual([
    { scope: { of: 'all' }, since: house.time.wall, reason: 'for good, indeed' },
    [],
  ]);
});

test('one that is not written down yet is taken back, and is not written later', async () => {
  diskIsFull = true;
  let told = (): void => undefined;
  const reported = new Promise<void>((resolve) => (told = resolve));
  const stopped = house.partitions.triggerEmergencyStop({ since: 7 }, () => told());
  await reported;
  await expect(house.partitions.takeBackEmergencyStop()).rejects.toMatchObject({
    code: 'storage-down',
  });
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  diskIsFull = false;
  expect(await house.partitions.takeBackEmergencyStop()).toEqual({ since: 7 });
  await expect(start()).resolves.toEqual([]);
  await expect(stopped).rejects.toThrow('taken back');
  expect(await house.store.operator.suspensions.list()).toEqual([]);
  expect(await house.partitions.takeBackEmergencyStop()).toBeUndefined();
});

/** A stop that is just being taken back while it is written down: that goes on behind `open`. */
function takingBack() {
  let open = (): void => undefined;
  gate = new Promise<void>((resolve) => (open = resolve));
  house.partitions.triggerEmergencyStop({ since: 7 }, () => undefined).catch(() => undefined);
  return { open, taken: house.partitions.takeBackEmergencyStop() };
}

test('so is one that is just being written down', async () => {
  const { open, taken } = takingBack();
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  open();
  expect(await taken).toEqual({ since: 7 });
  expect(await house.store.operator.suspensions.list()).toEqual([]);
  await expect(start()).resolves.toEqual([]);
});

test('one that was written down, and cannot be taken out again, goes on', async () => {
  const { open, taken } = takingBack();
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  diskIsFull = true;
  open();
  await expect(taken).rejects.toMatchObject({ code: 'storage-down' });
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
  diskIsFull = false;
  expect(await house.partitions.takeBackEmergencyStop()).toEqual({ since: 7 });
  expect(await house.store.operator.suspensions.list()).toEqual([]);
  await expect(start()).resolves.toEqual([]);
});

test('silence is no stop: it outlasts every one, and what is taken back does not end it', async () => {
  house.partitions.silence();
  await house.partitions.triggerEmergencyStop({ until: house.time.wall + 1_000 }, () => undefined);
  await createSwitch(house.store, () => house.time.wall).resume({ of: 'all' });
  await expect(start()).rejects.toMatchObject({ code: 'suspended' });
});

test('after an operator has lifted it, the next stop is one of its own', async () => {
  const operator = createSwitch(house.store, () => house.time.wall);
  for (const reason of ['first', 'second']) {
    await house.partitions.triggerEmergencyStop({ reason }, () => undefined);
    expect(await operator.list()).toMatchObject([{ what: { of: 'all' }, reason }]);
    await expect(start()).rejects.toMatchObject({ code: 'suspended' });
    await operator.resume({ of: 'all' });
    await expect(start()).resolves.toEqual([]);
  }
});

test('a bridge that closes gives up writing, and says so', async () => {
  diskIsFull = true;
  const stopped = house.partitions.triggerEmergencyStop({ reason: 'signal' }, () => undefined);
  const outcome = stopped.then(
    () => 'written',
    () => 'given up',
  );
  await house.close();
  closed = true;
  expect(await outcome).toBe('given up');
});
