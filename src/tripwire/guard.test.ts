import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { newAccountId } from '../identity/ids.ts';
import { openKeyRing } from '../identity/keyring.ts';
import { withComment } from '../pictures/media/jpeg/comment.ts';
import { seiOf } from '../simulator/watermark/sei.ts';
import { frame, newStamp, picture } from '../workshop/testing/units.ts';
import { createGuard, freshMs, type Guard } from './guard.ts';
import { createCanaryWatermarks } from './canary-watermark.ts';

const folder = scratchFolder('guard');
afterAll(() => removeFolder(folder));

const ring = openKeyRing(join(folder, 'keys.json'));
const jpeg = readFileSync(new URL('../../fixtures/canary/canary-1.jpg', import.meta.url));
const first = newAccountId();
const [one, two, birch] = [newStamp(), newStamp(), newStamp()];

let clock: number;
let trips: string[];
let guard: Guard;
const watermarks = createCanaryWatermarks(ring, () => clock);
const ofOne = () => watermarks.write('1', one.camera);

beforeEach(() => {
  clock = 1_764_000_000_000;
  trips = [];
  guard = createGuard({ watermarks, now: () => clock, trip: (reason) => trips.push(reason) });
  guard.know({ account: first, camera: one.camera });
  guard.know({ account: newAccountId(), camera: two.camera });
});

/** A picture under a stamp, with SEI saying `text`. */
const bearing = (text: string, stamp = birch) =>
  picture(stamp, 0, false, {
    nals: [seiOf('x264 of any camera'), seiOf(text), Uint8Array.of(0x41, 1)],
  });

test('pictures and sound of everybody go on, and so do a canary’s own pictures', () => {
  for (const unit of [picture(birch, 0, true), frame(birch, 0), bearing('hello')]) {
    expect(guard.admits(unit)).toBe(true);
  }
  expect(guard.admits(bearing(ofOne(), one))).toBe(true);
  expect(guard.admits(bearing(watermarks.write('2', two.camera), two))).toBe(true);
  expect(guard.admitsStill(birch, jpeg)).toBe(true);
  expect(guard.admitsStill(one, withComment(jpeg, ofOne()))).toBe(true);
  expect(trips).toEqual([]);
});

test.each([
  ['an ordinary camera’s', birch],
  ['the other canary’s', two],
])('a canary’s picture under %s stamp is held back, and trips', (_whose, stamp) => {
  expect(guard.admits(bearing(ofOne(), stamp))).toBe(false);
  expect(trips).toEqual(['a canary under another stamp']);
  expect(guard.admitsStill(stamp, withComment(jpeg, ofOne()))).toBe(false);
  expect(trips).toHaveLength(2);
});

test('a forged watermark is that camera’s own affair', () => {
  const forged = ofOne().replace(/.{3};$/, 'AAA;');
  expect(guard.admits(bearing(forged))).toBe(true);
  expect(trips).toEqual([]);
});

test('of many watermarks in one picture only the first few are checked', () => {
  const read = jest.spyOn(watermarks, 'read');
  const forged = ofOne().replace(/.{3};$/, 'AAA;');
  const nals = Array.from({ length: 500 }, () => seiOf(forged));
  expect(guard.admits(picture(birch, 0, false, { nals }))).toBe(true);
  expect(read).toHaveBeenCalledTimes(4);
  read.mockRestore();
});

test('an old picture of a canary, played again, is held back and trips nothing', () => {
  const old = ofOne();
  clock += freshMs;
  expect(guard.admits(bearing(old))).toBe(false);
  expect(trips).toHaveLength(1);
  clock += 1;
  expect(guard.admits(bearing(old))).toBe(false);
  expect(guard.admitsStill(birch, withComment(jpeg, old))).toBe(false);
  clock -= 3 * freshMs;
  expect(guard.admits(bearing(old))).toBe(false);
  expect(trips).toHaveLength(1);
});

test('a foreign stamp that delivery stopped trips where a canary has part in it', () => {
  guard.heed({ expected: birch, found: newStamp() });
  expect(trips).toEqual([]);
  guard.heed({ expected: birch, found: one });
  guard.heed({ expected: two, found: birch });
  expect(trips).toEqual(['a canary’s foreign stamp', 'a canary’s foreign stamp']);
});

test('a canary’s own camera is its own, and nobody else’s', () => {
  expect(guard.isOwn({ account: first, stamp: one })).toBe(true);
  expect(guard.isOwn({ account: first, stamp: two })).toBe(false);
  expect(guard.isOwn({ account: first, stamp: birch })).toBe(false);
  expect(guard.isOwn({ account: newAccountId(), stamp: one })).toBe(false);
});

test('it knows canaries, and nobody else for one', () => {
  expect(guard.isCanary(first)).toBe(true);
  expect(guard.isCanary(newAccountId())).toBe(false);
});
