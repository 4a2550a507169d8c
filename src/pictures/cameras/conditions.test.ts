import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { newCameraId } from '../../identity/ids.ts';
import type { Opened } from '../../wall/partitions/camera-address.ts';
import type { ConditionChange } from './condition.ts';
import { type Conditions, createConditions } from './conditions.ts';

let conditions: Conditions;
let told: ConditionChange[];

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
  told = [];
  conditions = createConditions({ onChange: (one) => told.push(one), capacity: 3 });
});
afterEach(() => {
  conditions.close();
  jest.useRealTimers();
});

const anOpening = (change: Partial<Opened> = {}): Opened => ({
  stamp: { camera: newCameraId(), epoch: 1 },
  opening: 1,
  ...change,
});
const short = () => told.map(({ reason, leftOut }) => [reason?.code ?? 'plays', leftOut]);

test('a reason has a beginning, and is told once however long it lasts', () => {
  const camera = anOpening();
  expect(conditions.of(camera)).toBeUndefined();
  conditions.note(camera, 'stream', { code: 'no-key-picture', seconds: 2 });
  jest.advanceTimersByTime(100_000);
  conditions.note(camera, 'stream', { code: 'no-key-picture', seconds: 102 });
  expect(conditions.of(camera)).toEqual({
    reason: { code: 'no-key-picture', seconds: 102 },
    since: 1_000_000,
  });
  expect(short()).toEqual([['no-key-picture', 0]]);
});

test('those that are no owner’s any more are forgotten', async () => {
  const [one, other, moved] = [anOpening(), anOpening(), anOpening()];
  for (const camera of [one, other]) conditions.note(camera, 'stream', { code: 'refused' });
  conditions.note(moved, 'stream', undefined);
  const stands = async (camera: Opened['stamp']['camera'], epoch: number): Promise<boolean> => {
    expect(epoch).toBe(1);
    // Another owner has it by the time that the answer comes.
    if (camera === moved.stamp.camera) {
      const stamp = { ...moved.stamp, epoch: 2 };
      conditions.note({ ...moved, stamp }, 'stream', { code: 'silent' });
    }
    return camera === one.stamp.camera;
  };
  expect(await conditions.keep(stands)).toBe(1);
  expect(conditions.of(other)).toBeUndefined();
  expect(conditions.counts()).toMatchObject({ refused: 1, plays: 0, silent: 1 });
});

test('while many are asked after, what else there is to do comes in between', async () => {
  jest.useRealTimers();
  const many = createConditions({ onChange: () => undefined });
  const cameras = Array.from({ length: 200 }, () => anOpening());
  for (const camera of cameras) many.note(camera, 'stream', undefined);
  let between = false;
  setImmediate(() => (between = true));
  let atMost = 0;
  const kept = many.keep(async () => {
    if (!between) atMost += 1;
    return true;
  });
  expect(await kept).toBe(0);
  expect(atMost).toBeLessThan(cameras.length / 2);
  many.close();
});

test('how long a key picture is missing is counted when it is read, as long as anybody looks', () => {
  const camera = anOpening();
  const secondsAfter = (ms: number): number | undefined => {
    jest.advanceTimersByTime(ms);
    const reason = conditions.of(camera)?.reason;
    return reason?.code === 'no-key-picture' ? reason.seconds : undefined;
  };
  conditions.note(camera, 'stream', { code: 'no-key-picture', seconds: 2 });
  expect([0, 900, 100, 4_000].map(secondsAfter)).toEqual([2, 2, 3, 7]);
  conditions.note(camera, 'stream', { code: 'no-key-picture', seconds: 7 });
  expect(secondsAfter(3_000)).toBe(10);
  // Nobody has it open any more: it is not known to have gone on.
  expect(secondsAfter(3_600_000)).toBe(17);
  expect(conditions.of(camera)?.since).toBe(1_000_000);
});

test('that it plays is told at once where it did not before, however short that was', () => {
  const camera = anOpening();
  conditions.note(camera, 'stream', undefined);
  expect(conditions.of(camera)).toEqual({ reason: undefined, since: 1_000_000 });
  conditions.note(camera, 'stream', { code: 'refused' });
  conditions.note(camera, 'stream', undefined);
  expect(short()).toEqual([
    ['refused', 0],
    ['plays', 0],
  ]);
});

test('one whose words change again and again is told twice, then once a minute, with how many were left out', () => {
  const camera = anOpening();
  for (let second = 0; second < 120; second += 1) {
    conditions.note(camera, 'stream', { code: second % 2 === 0 ? 'refused' : 'timed-out' });
    jest.advanceTimersByTime(1_000);
  }
  expect(short()).toEqual([
    ['refused', 0],
    ['timed-out', 0],
    ['timed-out', 58],
    ['timed-out', 60],
  ]);
  expect(jest.getTimerCount()).toBe(0);
});

test('of an earlier owner nothing is told, nor of one who comes late', () => {
  const before = anOpening();
  conditions.note(before, 'stream', { code: 'wrong-password' });
  expect(conditions.of({ ...before, stamp: { ...before.stamp, epoch: 2 } })).toBeUndefined();
  const after = { ...before, stamp: { ...before.stamp, epoch: 2 }, opening: 2 };
  expect(conditions.of(after)).toBeUndefined();
  conditions.note(after, 'stream', undefined);
  conditions.note(before, 'stream', { code: 'refused' });
  expect(conditions.of(after)).toMatchObject({ reason: undefined });
  expect(conditions.of(before)).toBeUndefined();
  expect(short()).toEqual([['wrong-password', 0]]);
});

test('under another address it is asked anew; that another camera answers is known all the same', () => {
  const camera = anOpening();
  const next = { ...camera, opening: 2 };
  conditions.note(camera, 'stream', { code: 'wrong-password' });
  expect(conditions.of(next)).toBeUndefined();
  conditions.note(next, 'stream', { code: 'another-camera' });
  expect(conditions.of({ ...camera, opening: 3 })).toMatchObject({
    reason: { code: 'another-camera' },
  });
  expect(conditions.of({ ...camera, opening: 4 })).toBeUndefined();
});

test('the lines of a camera are its own', () => {
  const camera = anOpening();
  conditions.note(camera, 'still', { code: 'no-such-stream' });
  conditions.note(camera, 'stream', undefined);
  expect(conditions.of(camera)).toMatchObject({ reason: undefined });
  expect(conditions.of(camera, 'still')).toMatchObject({ reason: { code: 'no-such-stream' } });
  expect(conditions.counts()).toMatchObject({ plays: 1, 'no-such-stream': 0 });
});

test('what was known of another address stands no more, though another line was asked anew', () => {
  const camera = anOpening();
  const next = { ...camera, opening: 2 };
  conditions.note(camera, 'still', { code: 'no-such-stream' });
  conditions.note(next, 'stream', undefined);
  expect(conditions.of(next, 'still')).toBeUndefined();
  conditions.note(next, 'still', undefined);
  expect(conditions.of(next, 'still')).toMatchObject({ reason: undefined });
});

test('no more than so many are remembered, and those asked last', () => {
  const all = Array.from({ length: 5 }, () => anOpening());
  for (const one of all) {
    conditions.note(one, 'stream', { code: 'refused' });
    conditions.note(one, 'stream', { code: 'silent' });
    conditions.note(one, 'stream', { code: 'timed-out' });
  }
  expect(all.map((one) => conditions.of(one)?.reason?.code)).toEqual([
    undefined,
    undefined,
    ...Array<string>(3).fill('timed-out'),
  ]);
  expect(conditions.counts()['timed-out']).toBe(3);
  // Who is forgotten has no clock running.
  expect(jest.getTimerCount()).toBe(3);
});
