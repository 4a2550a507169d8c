import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { limits } from '../limits.ts';
import { Reorder } from './reorder.ts';
import type { RtpPacket } from './packet.ts';

const packet = (sequence: number): RtpPacket => ({
  marker: false,
  payloadType: 96,
  sequence: sequence & 0xffff,
  timestamp: 0,
  ssrc: 1,
  payload: Buffer.alloc(0),
});

function order(arrivals: readonly (readonly [number, number])[]): number[] {
  const got: number[] = [];
  const reorder = new Reorder(({ sequence }) => got.push(sequence));
  for (const [sequence, now] of arrivals) reorder.push(packet(sequence), now);
  return got;
}

test('packets out of order come out in order, doubles once', () => {
  expect(order([1, 3, 2, 2, 5, 4, 4, 1, 6].map((n) => [n, 0]))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(order([65_534, 0, 65_535, 1].map((n) => [n, 0]))).toEqual([65_534, 65_535, 0, 1]);
});

test('a missing packet is waited for, but not for long', () => {
  expect(
    order([
      [1, 0],
      [3, 0],
      [4, limits.reorderMs - 1],
    ]),
  ).toEqual([1]);
  expect(
    order([
      [1, 0],
      [3, 0],
      [4, limits.reorderMs],
    ]),
  ).toEqual([1, 3, 4]);
  expect(
    order([
      [1, 0],
      [3, 0],
      [4, limits.reorderMs],
      [2, limits.reorderMs],
    ]),
  ).toEqual([1, 3, 4]);
});

test('nor are more held than the limit', () => {
  const many = Array.from({ length: limits.reorderPackets }, (_, index) => [index + 3, 0] as const);
  expect(order([[1, 0], ...many.slice(1)])).toEqual([1]);
  expect(order([[1, 0], ...many])).toHaveLength(limits.reorderPackets + 1);
});

test('a sender that begins anew is followed at once', () => {
  expect(
    order([
      [1, 0],
      [3, 0],
      [30_000, 0],
      [30_001, 0],
    ]),
  ).toEqual([1, 30_000, 30_001]);
});

test('whatever is shuffled within the window comes out whole', () => {
  const shuffled = fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: 60, maxLength: 60 })
    .map((delays) =>
      delays
        .map((delay, index) => ({ at: index === 0 ? -1 : index + delay, index }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ index }) => [index, 0] as const),
    );
  fc.assert(
    fc.property(shuffled, (arrivals) => {
      expect(order(arrivals)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    }),
  );
});
