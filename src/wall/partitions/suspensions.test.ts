import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import type { DeviceId } from '../../identity/ids.ts';
import type { Store } from '../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { NamedSession, SessionEnd } from './partition.ts';
import { noNames } from './claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../operator/register.ts';
import { createRevisionClock } from './revision-clock.ts';
import type { Filmed } from './stamp.ts';
import { createSuspensions } from './suspensions.ts';
import { createSwitch, type Suspendable, type Switch } from '../operator/switch.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let operator: Switch;
/** Birch's second camera, of the model "View", and the same camera as Harbour sees it. */
let view: DeviceId;
let shared: DeviceId;
let listFails = false;
let lists = 0;

/** The real store, counting how often it is asked what is suspended, and failing on demand. */
const watched = (real: Store): Store => ({
  ...real,
  operator: {
    ...real.operator,
    suspensions: {
      ...real.operator.suspensions,
      async list() {
        lists += 1;
        if (listFails) throw new Failure('storage-down', 'storage is not available');
        return real.operator.suspensions.list();
      },
    },
  },
});

beforeEach(async () => {
  [listFails, lists] = [false, 0];
  house = await openTestHouse({ store: watched });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  operator = createSwitch(house.store, () => house.time.wall);
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  view = await register.addCamera({
    owner: birch.account,
    kind: 'camera',
    model: 'View',
    name: 'Garden',
    nicknames: [],
    source: { stream: 'rtsp://127.0.0.1:554/garden', transport: 'auto', alwaysWarm: false },
  });
  shared = await register.share(view, harbour.account);
});
afterEach(() => house.close());

interface Started {
  readonly named: NamedSession;
  readonly ends: SessionEnd[];
  readonly admit: () => void;
}

const start = ({ proof }: TestAccount, device: DeviceId): Promise<Started> =>
  house.partitions.within(proof, async (partition) => {
    const session = partition.startSession(await partition.device(device), 'hls');
    const ends: SessionEnd[] = [];
    session.onEnd((reason) => ends.push(reason));
    const named = { session: session.id, device: session.device, protocol: session.protocol };
    await partition.session(named);
    const own: Filmed = { stamp: session.stamp, heardAt: Infinity };
    return { named, ends, admit: () => session.admit(own) };
  });

const everybody = (): readonly (readonly [TestAccount, DeviceId])[] => [
  [birch, birch.device],
  [birch, view],
  [harbour, harbour.device],
  [harbour, shared],
];

/** What can be started now, of Birch's two devices and Harbour's two. */
async function open(): Promise<boolean[]> {
  const tries = everybody().map(async ([of, device]) => {
    try {
      await start(of, device);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.code === 'suspended') return false;
      throw error;
    }
  });
  return Promise.all(tries);
}

const model: Suspendable = { of: 'model', model: 'View' };
const all: Suspendable = { of: 'all' };

const cases: readonly (readonly [string, () => Suspendable, readonly boolean[]])[] = [
  ['everything', () => all, [false, false, false, false]],
  ['an account', () => ({ of: 'account', account: harbour.account }), [true, true, false, false]],
  ['a model', () => model, [true, false, true, false]],
  [
    'a camera, by its owner’s id',
    () => ({ of: 'device', device: view }),
    [true, false, true, false],
  ],
  [
    'a camera, by a viewer’s id',
    () => ({ of: 'device', device: shared }),
    [true, false, true, false],
  ],
  [
    'a camera alone in its account',
    () => ({ of: 'device', device: birch.device }),
    [false, true, true, true],
  ],
];

describe.each(cases)('with %s suspended', (_name, what, left) => {
  test('that and nothing else cannot be started', async () => {
    await operator.suspend(what());
    expect(await open()).toEqual(left);
    await operator.resume(what());
    expect(await open()).toEqual([true, true, true, true]);
  });

  test('what runs of it ends at the next look of the watch, and nothing else does', async () => {
    const running = await Promise.all(everybody().map(([of, device]) => start(of, device)));
    await operator.suspend(what());
    await house.partitions.recheck();
    expect(running.map(({ ends }) => ends)).toEqual(left.map((on) => (on ? [] : ['suspended'])));
    const admitted = running.map(({ admit }) => {
      try {
        admit();
        return true;
      } catch {
        return false;
      }
    });
    expect(admitted).toEqual(left);
  });

  test('a request with a ticket finds its session no more', async () => {
    const running = await Promise.all(everybody().map(([of, device]) => start(of, device)));
    await operator.suspend(what());
    const found = running.map(({ named }, at) => {
      const [of] = everybody()[at] ?? [birch];
      return house.partitions.within(
        of.proof,
        async (partition) => (await partition.session(named)).id,
      );
    });
    const settled = (await Promise.allSettled(found)).map(({ status }) => status === 'fulfilled');
    expect(settled).toEqual(left);
    expect(running.map(({ ends }) => ends)).toEqual(left.map((on) => (on ? [] : ['suspended'])));
  });
});

test('devices stay listed, and may be asked before their camera is opened', async () => {
  await operator.suspend(model);
  await house.partitions.within(birch.proof, async (partition) => {
    const devices = await partition.devices();
    expect(devices.map(({ id }) => id)).toEqual([birch.device, view]);
    const [door, garden] = devices;
    if (door === undefined || garden === undefined) throw new TypeError('no devices');
    expect(() => partition.permit(door)).not.toThrow();
    expect(() => partition.permit(garden)).toThrow(expect.objectContaining({ code: 'suspended' }));
  });
});

test('a camera whose model is not known is of no model, whatever that is called', async () => {
  for (const name of ['undefined', 'null', '-']) {
    await operator.suspend({ of: 'model', model: name }, { unknownModel: true });
  }
  expect(await open()).toEqual([true, true, true, true]);
});

test('suspensions are a set: lifting one leaves what another covers', async () => {
  await operator.suspend(model);
  await operator.suspend(all);
  await operator.resume(all);
  expect(await open()).toEqual([true, false, true, false]);
  await operator.suspend(all);
  await operator.resume(model);
  expect(await open()).toEqual([false, false, false, false]);
});

test('one that has an end runs out by itself, to the millisecond', async () => {
  await operator.suspend(all, { until: house.time.wall + 1_000 });
  house.time.wall += 999;
  expect(await open()).toEqual([false, false, false, false]);
  house.time.wall += 1;
  expect(await open()).toEqual([true, true, true, true]);
});

test('one that is in force again because the clock was put right ends what was started meanwhile', async () => {
  await operator.suspend(all, { until: house.time.wall + 1_000 });
  house.time.wall += 1_000;
  const [asked, left] = [await start(birch, birch.device), await start(birch, view)];
  house.time.wall -= 1;
  const find = house.partitions.within(birch.proof, async (partition) => {
    await partition.session(asked.named);
  });
  await expect(find).rejects.toMatchObject({ code: 'not-found' });
  await house.partitions.recheck();
  expect([asked.ends, left.ends]).toEqual([['suspended'], ['suspended']]);
});

describe('where the wall clock leapt', () => {
  const hour = 3_600_000;
  let reached: number;

  /** What a bridge that looks for the first time now makes of Birch's camera whenever it is asked. */
  async function lookFirst(): Promise<() => Promise<boolean>> {
    const { store, time } = house;
    const suspensions = createSuspensions({
      store,
      dates: createRevisionClock(() => time.monotonic),
      now: () => time.wall,
      reached: () => reached,
      clock: () => time.monotonic,
    });
    const entry = await store.of(birch.account).entry(birch.device);
    if (entry === undefined) throw new Error('no entry');
    const forbidden = async () =>
      (await suspensions.at((await store.revalidate([])).revisions.control)).forbids(entry);
    await forbidden();
    return forbidden;
  }

  beforeEach(async () => {
    reached = house.time.wall;
    await operator.suspend(all, { until: house.time.wall + hour });
  });

  test('one that has an end holds for as long as it was meant to last', async () => {
    const running = await lookFirst();
    house.time.wall += 100 * 24 * hour;
    const started = await lookFirst();
    expect([await running(), await started()]).toEqual([true, true]);
    house.time.monotonic += hour - 1;
    expect([await running(), await started()]).toEqual([true, true]);
    house.time.monotonic += 1;
    expect([await running(), await started()]).toEqual([false, false]);
    // And if the clock is right again, until its end.
    house.time.wall -= 100 * 24 * hour;
    expect([await running(), await started()]).toEqual([true, true]);
  });

  test('one that has an end is over when that has certainly come', async () => {
    house.time.wall += 2 * hour;
    const forbidden = await lookFirst();
    reached += hour - 1;
    expect(await forbidden()).toBe(true);
    reached += 1;
    expect(await forbidden()).toBe(false);
  });
});

test('of when one was over two readings of the list that are under way at once know the same', async () => {
  const { store, time } = house;
  await operator.suspend(all, { until: time.wall + 1_000 });
  const suspensions = createSuspensions({
    store,
    dates: createRevisionClock(() => time.monotonic),
    now: () => time.wall,
    reached: () => time.wall,
    clock: () => time.monotonic,
  });
  const revision = await store.revision();
  const entry = await store.of(birch.account).entry(birch.device);
  if (entry === undefined) throw new Error('no such entry');
  await suspensions.at(revision);
  [time.wall, time.monotonic] = [time.wall + 1_000, time.monotonic + 1_000];
  const since = (await suspensions.at(revision)).since(entry);
  expect(since).toBe(time.monotonic);
  time.monotonic += 60_000;
  const later = [revision + 1, revision + 2].map((one) => suspensions.at(one));
  for (const held of await Promise.all(later)) {
    expect([held.since(entry), held.lapsed(entry, { revision, since })]).toEqual([since, false]);
  }
});

test('the store is asked once for each of its revisions, not for each request', async () => {
  await start(birch, view);
  const before = lists;
  for (let round = 0; round < 5; round += 1) await open();
  expect(lists).toBe(before);
  await operator.suspend({ of: 'model', model: 'Other' }, { unknownModel: true });
  await start(birch, view);
  await open();
  expect(lists).toBe(before + 1);
});

test('where it cannot be asked, nothing is started and what runs falls silent', async () => {
  const { ends, admit, named } = await start(birch, birch.device);
  await operator.suspend({ of: 'model', model: 'Other' }, { unknownModel: true });
  listFails = true;
  await expect(start(birch, birch.device)).rejects.toMatchObject({ code: 'storage-down' });
  const find = house.partitions.within(birch.proof, async (partition) => {
    await partition.session(named);
  });
  await expect(find).rejects.toMatchObject({ code: 'storage-down' });
  house.time.monotonic += 900;
  await house.partitions.recheck();
  expect(admit).toThrow(expect.objectContaining({ code: 'unverified' }));
  expect(ends).toEqual([]);
});

test('a suspension between the door and the start is seen before a byte leaves', async () => {
  const started = house.partitions.within(birch.proof, async (partition) => {
    const device = await partition.device(birch.device);
    await operator.suspend(all);
    const session = partition.startSession(device, 'hls');
    const ends: SessionEnd[] = [];
    session.onEnd((reason) => ends.push(reason));
    return { ends, admit: () => session.admit({ stamp: session.stamp, heardAt: Infinity }) };
  });
  const { ends, admit } = await started;
  expect(admit).toThrow(expect.objectContaining({ code: 'unverified' }));
  await house.partitions.recheck();
  expect(ends).toEqual(['suspended']);
});

test('who came in before an emergency stop was written down is not let out after it', async () => {
  const { store, time } = house;
  const suspensions = createSuspensions({
    store,
    dates: createRevisionClock(() => time.monotonic),
    now: () => time.wall,
    reached: () => time.wall,
    clock: () => time.monotonic,
  });
  const revision = await store.revision();
  const entry = await store.of(birch.account).entry(birch.device);
  if (entry === undefined) throw new Error('no such entry');
  const before = await suspensions.at(revision);
  expect(before.forbids(entry)).toBe(false);
  suspensions.hold();
  const during = await suspensions.at(revision);
  suspensions.release();
  expect([before.forbids(entry), during.forbids(entry)]).toEqual([true, true]);
  expect((await suspensions.at(revision)).forbids(entry)).toBe(false);
});
