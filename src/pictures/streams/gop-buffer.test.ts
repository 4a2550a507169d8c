import { expect, test } from '@jest/globals';
import { frame, newStamp, picture } from '../../workshop/testing/units.ts';
import { createGopBuffer } from './gop-buffer.ts';

const stamp = newStamp();
const roomy = { bytes: 1000, units: 100 };

test('keeps the newest key unit and what follows it', () => {
  const buffer = createGopBuffer(roomy);
  const units = [picture(stamp, 0, true), picture(stamp, 40, false), frame(stamp, 50)];
  const next = [picture(stamp, 80, true), frame(stamp, 90), picture(stamp, 120, false)];
  for (const unit of units) buffer.add(unit);
  expect(buffer.units()).toEqual(units);
  for (const unit of next) buffer.add(unit);
  expect(buffer.units()).toEqual(next);
  expect(buffer.key()).toBe(next[0]);
});

test('keeps nothing before the first key unit', () => {
  const buffer = createGopBuffer(roomy);
  buffer.add(picture(stamp, 0, false));
  buffer.add(frame(stamp, 10));
  expect(buffer.units()).toEqual([]);
  expect(buffer.key()).toBeUndefined();
});

test.each([
  ['bytes', { bytes: 12, units: 100 }],
  ['units', { bytes: 1000, units: 2 }],
])('lets a whole GOP go that has too many %s, until the next key unit', (_, limits) => {
  const buffer = createGopBuffer(limits);
  const key = picture(stamp, 0, true);
  buffer.add(key);
  buffer.add(picture(stamp, 40, false));
  expect(buffer.units()).toHaveLength(2);
  buffer.add(picture(stamp, 80, false));
  buffer.add(picture(stamp, 120, false));
  expect(buffer.units()).toEqual([]);
  expect(buffer.key()).toBe(key);
  buffer.add(picture(stamp, 160, true));
  expect(buffer.units()).toHaveLength(1);
});

test('tells what it holds, the key unit too where all else was let go, and lets go of everything', () => {
  const buffer = createGopBuffer({ bytes: 12, units: 100 });
  expect(buffer.bytes()).toBe(0);
  buffer.add(picture(stamp, 0, true));
  expect(buffer.bytes()).toBe(8);
  buffer.add(picture(stamp, 40, false));
  expect(buffer.bytes()).toBe(10);
  for (const at of [80, 120]) buffer.add(picture(stamp, at, false));
  expect(buffer.units()).toEqual([]);
  expect(buffer.bytes()).toBe(8);
  buffer.clear();
  expect(buffer.bytes()).toBe(0);
  expect(buffer.key()).toBeUndefined();
  buffer.add(picture(stamp, 160, false));
  expect(buffer.units()).toEqual([]);
});
