import { expect, test } from '@jest/globals';
import { codedPixels } from './coded-pixels.ts';

// As x264 writes them.
const sets = {
  tiny: '6764000cacd941419f9f011000000300100000030020f1429960', // 320x180
  largest: '6742c033da004000486c044000000300400000030083c60ca8', // 4096x2304
  wider: '6742c03cda004040486c044000000300400000030083c2010a80', // 4112x2304
  huge: '6742c03eda003c000439b011000003000100000300020f08042a', // 15360x8640
  // The same, of which 16x16 are shown.
  cropped: '6742c03eda003c000439e001df98004367011000000300100000030020f08042a0',
};
const picture = (...nals: readonly string[]): Buffer =>
  Buffer.concat(nals.map((nal) => Buffer.from(`00000001${nal}`, 'hex')));
const slice = '65888400';

test('it is the size that the sequence parameter set says', () => {
  expect(codedPixels(picture(sets.tiny, slice))).toBe(320 * 192);
  expect(codedPixels(picture(sets.largest, slice))).toBe(4096 * 2304);
  expect(codedPixels(picture(sets.wider, slice))).toBe(4112 * 2304);
  expect(codedPixels(picture(sets.huge, slice))).toBe(15_360 * 8640);
});

test('what is cropped away is decoded all the same', () => {
  expect(codedPixels(picture(sets.cropped, slice))).toBe(15_360 * 8640);
});

test('the largest of several counts, wherever it stands', () => {
  const huge = 15_360 * 8640;
  expect(codedPixels(picture(sets.huge, sets.tiny, slice))).toBe(huge);
  expect(codedPixels(picture(sets.tiny, slice, sets.huge))).toBe(huge);
  // Inside another unit, or behind more of them than anybody cuts.
  expect(codedPixels(picture(sets.tiny, `0605ff000001${sets.huge}`))).toBe(huge);
  const many = Array.from({ length: 600 }, () => slice);
  expect(codedPixels(picture(sets.tiny, ...many, sets.huge))).toBe(huge);
});

test('a size that is not said, or cannot be read, has no bound', () => {
  expect(codedPixels(picture(slice))).toBe(Infinity);
  expect(codedPixels(picture('67', slice))).toBe(Infinity);
  expect(codedPixels(picture(sets.tiny, 'e742c03eda', slice))).toBe(Infinity);
  expect(codedPixels(new Uint8Array())).toBe(Infinity);
});
