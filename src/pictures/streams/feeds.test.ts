import { afterEach, expect, jest, test } from '@jest/globals';
import type { AccessUnit, Source } from '../cameras/media.ts';
import { Failure } from '../../common/failures.ts';
import type { Crossing } from '../../wall/partitions/alarm.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { addressOf, newStamp, picture } from '../../workshop/testing/units.ts';
import type { Feeds } from './feed.ts';
import type { ByteBudget } from './byte-budget.ts';
import { createFeeds, type FeedsOptions } from './feeds.ts';

interface Fake extends Source {
  readonly address: CameraAddress;
  emit(unit: AccessUnit): void;
  /** What it is connected after. */
  readonly after: Promise<unknown> | undefined;
  closed: number;
  awaits: boolean;
  isOnline: boolean;
  /** What `dueMs` says of a key picture so old. */
  due: (oldestMs: number) => number;
  /** What it was asked for: how long one can wait, and how old a key picture may be. */
  readonly asked: [maxDelayMs: number | undefined, oldestMs: number | undefined][];
}

let feeds: Feeds;
/** What was told of foreign units. */
let foreign: Crossing[];
afterEach(async () => {
  jest.useRealTimers();
  await feeds.close();
});

/** Sources that are opened, answer at once unless told otherwise, and send what they are given. */
function openFeeds(
  answer: 'yes' | 'no' | 'never' = 'yes',
  admits?: (unit: AccessUnit) => boolean,
  limits: Pick<FeedsOptions, 'most' | 'maxLingering' | 'budget' | 'gop'> = {},
): Fake[] {
  const opened: Fake[] = [];
  foreign = [];
  feeds = createFeeds({
    onForeign: (event) => foreign.push(event),
    ...(admits && { admits }),
    ...limits,
    lingerMs: 1000,
    probeTimeoutMs: 50,
    openSource: (address, after) => {
      const listeners = new Set<(unit: AccessUnit) => void>();
      const source: Fake = {
        address,
        after,
        stamp: address.stamp,
        closed: 0,
        awaits: false,
        awaitsKey: () => source.awaits,
        isOnline: true,
        due: () => 0,
        dueMs: (oldestMs) => source.due(oldestMs),
        asked: [],
        ready: (...asked) => {
          source.asked.push([asked[0], asked[1]]);
          return answer === 'no'
            ? Promise.reject(new Failure('device-offline', 'no answer'))
            : new Promise((resolve) => {
                const profileLevelId = '42c01e';
                const sets = { sps: new Uint8Array(4), pps: new Uint8Array(4) };
                const video = { codec: 'h264', ...sets, width: 64, height: 64, profileLevelId };
                if (answer === 'yes') resolve({ video: { ...video, codec: 'h264' } });
              });
        },
        online: () => source.isOnline,
        subscribe(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        emit: (unit) => {
          for (const listener of listeners) listener(unit);
        },
        close: async () => {
          source.closed += 1;
        },
      };
      opened.push(source);
      return source;
    },
  });
  return opened;
}

test('all who open one camera share one source', () => {
  const opened = openFeeds();
  const address = addressOf(newStamp());
  const holds = [feeds.open(address), feeds.open({ ...address }), feeds.open(address)];
  expect(opened).toHaveLength(1);
  expect(new Set(holds.map(({ feed }) => feed)).size).toBe(1);
  expect(feeds.size).toBe(1);
});

test.each([
  ['camera', (stamp: CameraAddress) => ({ ...stamp, stamp: newStamp() })],
  ['epoch', (a: CameraAddress) => ({ ...a, stamp: { ...a.stamp, epoch: 2 } })],
  ['opening', (a: CameraAddress) => ({ ...a, opening: a.opening + 1 })],
  ['URL', (a: CameraAddress) => ({ ...a, stream: 'rtsp://192.0.2.2/' })],
  ['ONVIF URL', (a: CameraAddress) => ({ ...a, onvif: 'http://192.0.2.2/' })],
  ['transport', (a: CameraAddress) => ({ ...a, transport: 'udp' as const })],
])('another %s never joins an open source', (_, change) => {
  const opened = openFeeds();
  const address = addressOf(newStamp());
  const first = feeds.open(address);
  const second = feeds.open(change(address));
  expect(opened).toHaveLength(2);
  expect(second.feed).not.toBe(first.feed);
});

test('closes the source a while after the last release, counting each hold once', () => {
  jest.useFakeTimers();
  const opened = openFeeds();
  const address = addressOf(newStamp());
  const [a, b] = [feeds.open(address), feeds.open(address)];
  a.release();
  a.release();
  jest.advanceTimersByTime(5000);
  expect(opened[0]?.closed).toBe(0);
  b.release();
  jest.advanceTimersByTime(999);
  expect(opened[0]?.closed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(opened[0]?.closed).toBe(1);
  expect(feeds.size).toBe(0);
  feeds.open(address);
  expect(opened).toHaveLength(2);
});

test('what lingers is closed at once when it is outdated, and what is held is not', async () => {
  const opened = openFeeds();
  const [first, other, held] = [
    addressOf(newStamp()),
    addressOf(newStamp()),
    addressOf(newStamp()),
  ];
  feeds.open(first).release();
  feeds.open(other).release();
  feeds.open(held);
  await feeds.closeOutdated(async (address) => address === other);
  expect(opened.map(({ closed }) => closed)).toEqual([1, 0, 0]);
  expect(feeds.size).toBe(2);
});

test('a source that is over does not linger, unless somebody else holds it', () => {
  const opened = openFeeds();
  const address = addressOf(newStamp());
  const [a, b] = [feeds.open(address), feeds.open(address)];
  a.release(true);
  expect(opened[0]?.closed).toBe(0);
  b.release(true);
  expect(opened[0]?.closed).toBe(1);
  expect(feeds.size).toBe(0);
});

test('one who comes back while it lingers finds it open', () => {
  jest.useFakeTimers();
  const opened = openFeeds();
  const address = addressOf(newStamp());
  feeds.open(address).release();
  jest.advanceTimersByTime(500);
  feeds.open(address);
  jest.advanceTimersByTime(5000);
  expect(opened).toHaveLength(1);
  expect(opened[0]?.closed).toBe(0);
});

test('a watcher has the GOP so far at once, then what comes, until it stops', () => {
  const opened = openFeeds();
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const units = [picture(stamp, 0, true), picture(stamp, 40, false), picture(stamp, 80, false)];
  for (const unit of units.slice(0, 2)) opened[0]?.emit(unit);
  const seen: AccessUnit[] = [];
  const stop = feed.watch((unit) => seen.push(unit));
  expect(seen).toEqual(units.slice(0, 2));
  for (const unit of units.slice(2)) opened[0]?.emit(unit);
  expect(seen).toEqual(units);
  stop();
  opened[0]?.emit(picture(stamp, 120, false));
  expect(seen).toHaveLength(3);
  expect(feed.lastKey()).toBe(units[0]);
});

test('nothing is replayed and there is no last key while the camera is silent', () => {
  const opened = openFeeds();
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const [source] = opened;
  source?.emit(picture(stamp, 0, true));
  if (source) source.isOnline = false;
  const seen: AccessUnit[] = [];
  feed.watch((unit) => seen.push(unit));
  expect(seen).toEqual([]);
  expect(feed.lastKey()).toBeUndefined();
});

test('a unit with a foreign stamp reaches nobody, is not kept, and is told once', () => {
  const opened = openFeeds();
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const seen: AccessUnit[] = [];
  feed.watch((unit) => seen.push(unit));
  const [other, later] = [newStamp(), { ...stamp, epoch: 2 }];
  for (const found of [other, later, other]) opened[0]?.emit(picture(found, 0, true));
  expect(foreign).toEqual([
    { expected: stamp, found: other },
    { expected: stamp, found: later },
  ]);
  feed.watch((unit) => seen.push(unit));
  expect(seen).toEqual([]);
  expect(feed.lastKey()).toBeUndefined();
});

test('a watcher that throws, or stops another, harms nobody else', () => {
  const opened = openFeeds();
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const seen: string[] = [];
  feed.watch(() => {
    throw new Error('a fault of its own');
  });
  let stopLast = (): void => undefined;
  feed.watch(() => {
    seen.push('first');
    stopLast();
  });
  stopLast = feed.watch(() => seen.push('stopped'));
  feed.watch(() => seen.push('last'));
  opened[0]?.emit(picture(stamp, 0, true));
  expect(seen).toEqual(['first', 'last']);
});

test('a unit that is not admitted goes to nobody and is not kept', () => {
  const opened = openFeeds('yes', ({ timestampUs }) => timestampUs !== 40_000);
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const seen: AccessUnit[] = [];
  feed.watch((unit) => seen.push(unit));
  const units = [0, 40, 80].map((at) => picture(stamp, at, true));
  for (const unit of units) opened[0]?.emit(unit);
  expect(seen).toEqual([units[0], units[2]]);
  opened[0]?.emit(picture(stamp, 40, true));
  expect(feed.lastKey()).toBe(units[2]);
});

test('a watcher that is added while a unit is given has it once', () => {
  const opened = openFeeds();
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const seen: AccessUnit[] = [];
  const stop = feed.watch(() => {
    stop();
    feed.watch((unit) => seen.push(unit));
  });
  opened[0]?.emit(picture(stamp, 0, true));
  expect(seen).toHaveLength(1);
});

test.each([
  ['yes', undefined],
  ['no', { code: 'device-offline', message: 'no answer' }],
  ['never', { code: 'device-offline', reason: { code: 'timed-out' } }],
] as const)(
  'a camera that answers "%s" is refused with %j; and is let go at once',
  async (how, refusal) => {
    const opened = openFeeds(how);
    const found = await feeds.probe(addressOf(newStamp()), 0);
    if (refusal === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(refusal);
    expect(opened).toHaveLength(1);
    expect(opened[0]?.closed).toBe(1);
    expect(feeds.size).toBe(0);
  },
);

test('an open camera is asked no further once media came', async () => {
  const opened = openFeeds('never');
  const stamp = newStamp();
  feeds.open(addressOf(stamp));
  opened[0]?.emit(picture(stamp, 0, true));
  await expect(feeds.probe(addressOf(stamp), 0)).resolves.toBeUndefined();
  expect(feeds.isLost(addressOf(stamp))).toBe(false);
  if (opened[0]) opened[0].isOnline = false;
  expect(feeds.isLost(addressOf(stamp))).toBe(true);
  await expect(feeds.probe(addressOf(stamp), 0)).resolves.toMatchObject({ code: 'device-offline' });
  expect(opened).toHaveLength(1);
});

test('what an open camera sends may suit nobody', async () => {
  const opened = openFeeds('yes');
  const stamp = newStamp();
  feeds.open(addressOf(stamp));
  opened[0]?.emit(picture(stamp, 0, true));
  const refusal = new Failure('stream-unplayable', 'in a form that nobody shows');
  expect(await feeds.probe(addressOf(stamp), 0, Infinity, () => refusal)).toBe(refusal);
  expect(await feeds.probe(addressOf(newStamp()), 0, Infinity, () => refusal)).toBe(refusal);
  expect(await feeds.probe(addressOf(stamp), 0, Infinity, () => undefined)).toBeUndefined();
});

test('an open camera whose key picture is too old to begin with is asked', async () => {
  const opened = openFeeds('no');
  const stamp = newStamp();
  feeds.open(addressOf(stamp));
  const [source] = opened;
  if (source === undefined) throw new Error('nothing was opened');
  source.emit(picture(stamp, 0, true));
  source.due = (oldestMs) => (oldestMs < 60_000 ? Infinity : 0);
  await expect(feeds.probe(addressOf(stamp), 16_000, Infinity)).resolves.toBeUndefined();
  expect(source.asked).toEqual([]);
  const refused = { code: 'device-offline' };
  await expect(feeds.probe(addressOf(stamp), 16_000, 10_000)).resolves.toMatchObject(refused);
  expect(source.asked).toEqual([[16_000, 10_000]]);
  source.due = () => 15_000;
  await expect(feeds.probe(addressOf(stamp), 16_000, 10_000)).resolves.toBeUndefined();
});

test('where more came than is kept, a key picture is too old as soon as the next could be there', async () => {
  const opened = openFeeds('yes', undefined, { gop: { bytes: 1e6, units: 2 } });
  const stamp = newStamp();
  const { feed } = feeds.open(addressOf(stamp));
  const [source] = opened;
  source?.emit(picture(stamp, 0, true));
  source?.emit(picture(stamp, 40_000, false));
  await feed.ready(8_000, Infinity);
  source?.emit(picture(stamp, 80_000, false));
  await feed.ready(8_000, Infinity);
  await feed.ready(Infinity);
  source?.emit(picture(stamp, 120_000, true));
  await feed.ready(8_000);
  expect(source?.asked).toEqual([
    [8_000, Infinity],
    [8_000, 8_000],
    [Infinity, Infinity],
    [8_000, Infinity],
  ]);
});

test('a question asked in passing does not cut short the lingering of a hold', async () => {
  const opened = openFeeds();
  const address = addressOf(newStamp());
  const hold = feeds.open(address);
  const asked = feeds.probe(address, 0);
  hold.release();
  await asked;
  expect(opened[0]?.closed).toBe(0);
  expect(feeds.size).toBe(1);
});

test('who comes back while a source is being closed is connected after that', async () => {
  const opened = openFeeds();
  const address = addressOf(newStamp());
  await feeds.probe(address, 0);
  feeds.open(address);
  expect(opened.map(({ after }) => after !== undefined)).toEqual([false, true]);
  await opened[1]?.after;
  feeds.open(addressOf(newStamp()));
  expect(opened[2]?.after).toBeUndefined();
});

test('a camera that sends and awaits its first key picture lingers longer', () => {
  jest.useFakeTimers();
  const opened = openFeeds();
  const hold = feeds.open(addressOf(newStamp()));
  const [source] = opened;
  if (source) source.awaits = true;
  hold.release();
  jest.advanceTimersByTime(29_999);
  expect(source?.closed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(source?.closed).toBe(1);
});

test('closing ends every source, and nothing opens afterwards', async () => {
  const opened = openFeeds();
  const hold = feeds.open(addressOf(newStamp()));
  feeds.open(addressOf(newStamp()));
  await feeds.close();
  hold.release();
  expect(opened.map(({ closed }) => closed)).toEqual([1, 1]);
  expect(() => feeds.open(addressOf(newStamp()))).toThrow(Failure);
  await expect(feeds.probe(addressOf(newStamp()), 0)).resolves.toMatchObject({
    code: 'overloaded',
  });
  expect(opened).toHaveLength(2);
});

const fresh = () => addressOf(newStamp());
const closedOf = (sources: readonly Fake[]) => sources.map(({ closed }) => closed);

test('so many cameras are open at a time: who lets one go makes room, who holds one does not', async () => {
  const opened = openFeeds('yes', undefined, { most: 2 });
  const first = feeds.open(fresh());
  const second = feeds.open(fresh());
  const overloaded = expect.objectContaining({ code: 'overloaded' });
  expect(() => feeds.open(fresh())).toThrow(overloaded);
  await expect(feeds.probe(fresh(), 0)).rejects.toEqual(overloaded);
  second.release();
  first.release();
  const third = fresh();
  feeds.open(third);
  // The one that was let go first.
  expect(closedOf(opened)).toEqual([0, 1, 0]);
  expect(feeds.size).toBe(2);
  feeds.open(third);
  await expect(feeds.probe(third, 0)).resolves.toBeUndefined();
  expect(closedOf(opened)).toEqual([0, 1, 0]);
});

test('so many of one account linger, and those of another are not counted', () => {
  jest.useFakeTimers();
  const opened = openFeeds('yes', undefined, { maxLingering: 2 });
  const addresses = [fresh(), fresh(), fresh(), fresh()];
  feeds.open(fresh(), 'theirs').release();
  for (const address of addresses) feeds.open(address, 'mine').release();
  expect(closedOf(opened)).toEqual([0, 1, 1, 0, 0]);
  // One that is taken up again lingers no more, and is not the oldest afterwards.
  const again = feeds.open(addresses[2] ?? fresh(), 'mine');
  feeds.open(fresh(), 'mine').release();
  expect(closedOf(opened)).toEqual([0, 1, 1, 0, 0, 0]);
  again.release();
  expect(closedOf(opened)).toEqual([0, 1, 1, 0, 1, 0]);
  jest.advanceTimersByTime(1_000);
  expect(closedOf(opened)).toEqual([1, 1, 1, 1, 1, 1]);
  expect([feeds.size, jest.getTimerCount()]).toEqual([0, 0]);
});

test('a camera is held for who has held it longest, or else for who had it last', () => {
  openFeeds();
  const address = fresh();
  const unnamed = feeds.open(address);
  const { feed } = unnamed;
  expect(feed.lane?.()).toBeUndefined();
  const mine = feeds.open(address, 'mine');
  const theirs = feeds.open(address, 'theirs');
  const again = feeds.open(address, 'mine');
  expect(feed.lane?.()).toBe('mine');
  mine.release();
  mine.release();
  expect(feed.lane?.()).toBe('theirs');
  theirs.release();
  expect(feed.lane?.()).toBe('mine');
  again.release();
  unnamed.release();
  expect(feed.lane?.()).toBe('mine');
});

test('what is buffered counts for who holds the camera', () => {
  let laneOf: (() => string | undefined) | undefined;
  const nothing = { set: () => undefined, close: () => undefined };
  const share: ByteBudget['share'] = (_from, _letGo, lane) => {
    laneOf = lane;
    return nothing;
  };
  openFeeds('yes', undefined, { budget: { bytes: 0, share } });
  feeds.open(fresh(), 'mine');
  expect(laneOf?.()).toBe('mine');
});
