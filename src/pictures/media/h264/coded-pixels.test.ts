import { expect, test } from '@jest/globals';
import { BitWriter } from '../bits/bit-writer.ts';
import { writtenKey } from '../../../workshop/testing/written-sets.ts';
import { codedPixels } from './coded-pixels.ts';
import { writeNal } from './nal.ts';

// As x264 writes them.
const sets = {
  tiny: '6764000cacd941419f9f011000000300100000030020f1429960', // 320x180
  largest: '6742c033da004000486c044000000300400000030083c60ca8', // 4096x2304
  wider: '6742c03cda004040486c044000000300400000030083c2010a80', // 4112x2304
  beyond: '6742c03eda003c000439b011000003000100000300020f08042a', // 15360x8640: of no level
};
const hex = (nal: Uint8Array): string => Buffer.from(nal).toString('hex');
const size = { widthMbs: 512, heightMbs: 272 };
const hugePixels = 8192 * 4352;
const huge = hex(writtenKey(size).sps);
const cropped = hex(writtenKey({ ...size, shown: { width: 16, height: 16 } }).sps);
const picture = (...nals: readonly string[]): Buffer =>
  Buffer.concat(nals.map((nal) => Buffer.from(`00000001${nal}`, 'hex')));
const slice = '65888400';

test('it is the size that the sequence parameter set says', () => {
  expect(codedPixels(picture(sets.tiny, slice))).toBe(320 * 192);
  expect(codedPixels(picture(sets.largest, slice))).toBe(4096 * 2304);
  expect(codedPixels(picture(sets.wider, slice))).toBe(4112 * 2304);
  expect(codedPixels(picture(huge, slice))).toBe(hugePixels);
});

test('what is cropped away is decoded all the same', () => {
  expect(codedPixels(picture(cropped, slice))).toBe(hugePixels);
});

test('the largest of several counts, wherever it stands', () => {
  expect(codedPixels(picture(huge, sets.tiny, slice))).toBe(hugePixels);
  expect(codedPixels(picture(sets.tiny, slice, huge))).toBe(hugePixels);
  // Inside another unit, or behind more of them than anybody cuts.
  expect(codedPixels(picture(sets.tiny, `0605ff000001${huge}`))).toBe(hugePixels);
  const many = Array.from({ length: 600 }, () => slice);
  expect(codedPixels(picture(sets.tiny, ...many, huge))).toBe(hugePixels);
});

test('a size that is not said, or cannot be read, has no bound', () => {
  expect(codedPixels(picture(slice))).toBe(Infinity);
  expect(codedPixels(picture('67', slice))).toBe(Infinity);
  expect(codedPixels(picture(sets.beyond, slice))).toBe(Infinity);
  expect(codedPixels(picture(sets.tiny, 'e742c03eda', slice))).toBe(Infinity);
  expect(codedPixels(new Uint8Array())).toBe(Infinity);
});

test('one that says more than any camera does has no bound, and is read no further', () => {
  const times = (count: number, nal: string) => Array.from({ length: count }, () => nal);
  expect(codedPixels(picture(...times(32, sets.tiny), slice))).toBe(320 * 192);
  expect(codedPixels(picture(...times(33, sets.tiny), slice))).toBe(Infinity);
  expect(codedPixels(picture(sets.tiny, ...times(4_095, slice)))).toBe(320 * 192);
  expect(codedPixels(picture(sets.tiny, ...times(4_096, slice)))).toBe(Infinity);
  // A picture order cycle of 255 long numbers: the size stands behind the 1,024th byte.
  const cycle = new BitWriter()
    .u(66, 8)
    .u(0, 8)
    .u(30, 8)
    .ue(0)
    .ue(0)
    .ue(1)
    .u(0, 1)
    .se(0)
    .se(0)
    .ue(255);
  for (let left = 255; left > 0; left -= 1) cycle.se(1_000_000);
  cycle.ue(1).u(0, 1).ue(39).ue(22).u(1, 1).u(1, 1).u(0, 1).u(0, 1).u(1, 1).align(0);
  expect(codedPixels(picture(hex(writeNal(0x67, cycle.done())), slice))).toBe(Infinity);
});
