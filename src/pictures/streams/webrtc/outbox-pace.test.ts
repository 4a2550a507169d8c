/** How fast packets leave, how many wait and how many are remembered: by a clock moved by hand. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { VideoUnit } from '../../cameras/media.ts';
import { newCameraId } from '../../../identity/ids.ts';
import { createOutbox, type Outbox } from './outbox.ts';

const stamp = { camera: newCameraId(), epoch: 1 };
const mebibyte = 1024 * 1024;
let outbox: Outbox;
/** The numbers of the packets that left, and the units that were made into packets. */
let sent: number[];
let begun: number[];
let passes: boolean;
/** How many packets each unit is made into. */
let packets: number;

beforeEach(() => {
  jest.useFakeTimers();
  [sent, begun, passes, packets] = [[], [], true, 1];
  outbox = createOutbox({
    send(packet) {
      if (passes) sent.push(packet.readUInt16BE(2));
      return passes;
    },
    admit: () => undefined,
    onRefused: () => undefined,
    stream: {
      first: 1,
      write(_payload, number) {
        const packet = Buffer.alloc(12);
        packet.writeUInt16BE(number, 2);
        return packet;
      },
    },
    packetize(unit) {
      begun.push(unit.timestampUs);
      const payload = { marker: false, bytes: new Uint8Array(0) };
      return { unit, payloads: Array.from({ length: packets }, () => payload), timestamp: 0 };
    },
  });
});
afterEach(() => {
  outbox.close();
  jest.useRealTimers();
});

function picture(timestampUs: number, key = false, bytes = 1): VideoUnit {
  const nals = [new Uint8Array(bytes)];
  return { kind: 'video', stamp, timestampUs, key, nals, arrivedAt: 0, heardAt: 0 };
}

test('48 packets leave at once, then 10 every 2 ms', () => {
  packets = 100;
  outbox.video(picture(1, true), false);
  const counts = [sent.length];
  for (let ms = 0; ms < 12; ms += 1) {
    jest.advanceTimersByTime(1);
    counts.push(sent.length);
  }
  expect(counts).toEqual([48, 48, 58, 58, 68, 68, 78, 78, 88, 88, 98, 98, 100]);
  expect(jest.getTimerCount()).toBe(0);
});

test('however long nothing left, no more than 48 leave at once', () => {
  jest.advanceTimersByTime(60_000);
  packets = 60;
  outbox.video(picture(1, true), false);
  expect(sent).toHaveLength(48);
});

test('what is repeated keeps to the same pace', () => {
  packets = 40;
  outbox.video(picture(1, true), false);
  const all = sent.slice();
  outbox.repeat(all);
  expect(sent).toHaveLength(48);
  jest.advanceTimersByTime(2);
  outbox.repeat(all);
  expect(sent).toHaveLength(58);
});

test('4 MiB of live pictures may wait', () => {
  passes = false;
  outbox.video(picture(1, true, mebibyte), false);
  for (const at of [2, 3, 4]) outbox.video(picture(at, false, mebibyte), false);
  passes = true;
  jest.advanceTimersByTime(2);
  expect(begun).toEqual([1, 2, 3, 4]);
});

test('beyond 4 MiB what waits is dropped, but for the picture that has begun', () => {
  passes = false;
  outbox.video(picture(1, true, mebibyte), false);
  for (const at of [2, 3, 4]) outbox.video(picture(at, false, mebibyte), false);
  outbox.video(picture(5), false);
  outbox.video(picture(6), false);
  passes = true;
  jest.advanceTimersByTime(2);
  outbox.video(picture(7), false);
  expect(begun).toEqual([1]);
  outbox.video(picture(8, true), false);
  outbox.video(picture(9), false);
  expect(begun).toEqual([1, 8, 9]);
});

test('the picture that has begun goes on to count when the others are dropped', () => {
  passes = false;
  for (const at of [1, 2, 3, 4]) outbox.video(picture(at, at === 1, mebibyte), false);
  outbox.video(picture(5), false);
  for (const at of [6, 7, 8]) outbox.video(picture(at, at === 6, mebibyte), false);
  outbox.video(picture(9), false);
  passes = true;
  jest.advanceTimersByTime(2);
  expect(begun).toEqual([1]);
});

test('nothing is skipped before anything was dropped', () => {
  outbox.video(picture(1), false);
  expect(begun).toEqual([1]);
});

test('one wait at a time', () => {
  packets = 100;
  for (const at of [1, 2, 3]) outbox.video(picture(at, at === 1), false);
  expect(jest.getTimerCount()).toBe(1);
});

test('a key picture beyond 4 MiB takes the place of what waits', () => {
  passes = false;
  outbox.video(picture(1, true), false);
  outbox.video(picture(2, false, 4 * mebibyte - 1), false);
  outbox.video(picture(3, true), false);
  passes = true;
  jest.advanceTimersByTime(2);
  expect(begun).toEqual([1, 3]);
});

test('what has left does not count as waiting any more', () => {
  for (let at = 1; at < 9; at += 1) outbox.video(picture(at, at === 1, mebibyte), false);
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('1024 packets are remembered, the oldest goes first', () => {
  packets = 1024;
  outbox.video(picture(1, true), false);
  jest.advanceTimersByTime(1_000);
  outbox.repeat([1]);
  expect(sent.slice(1024)).toEqual([1]);
  packets = 1;
  outbox.video(picture(2), false);
  outbox.repeat([1, 2]);
  expect(sent.slice(1025)).toEqual([1025, 2]);
});

test('a packet is repeated three times at most', () => {
  outbox.video(picture(1, true), false);
  outbox.repeat([1, 1, 1, 1, 1]);
  expect(sent).toEqual([1, 1, 1, 1]);
});

test('after closing nothing is waited for', () => {
  packets = 100;
  outbox.video(picture(1, true), false);
  outbox.close();
  expect(jest.getTimerCount()).toBe(0);
  outbox.close();
});
