import { expect, test } from '@jest/globals';
import { loadClips } from '../clips/clip.ts';
import { withComment } from '../../pictures/media/jpeg/comment.ts';
import { findWatermarks, readWatermark, writeWatermark } from './watermark.ts';
import { seiOf, textOfSei } from './sei.ts';

const watermark = { owner: 'h17', camera: 'c3', number: 12, filmedAt: 1_700_000_000_000 };
const text = writeWatermark(watermark);

test('a watermark is read as it was written', () => {
  expect(readWatermark(text)).toEqual(watermark);
  expect(textOfSei(seiOf(text))).toBe(text);
});

test.each(['', 'nameplate', text.slice(0, -1), ` ${text}`, `${text} `, text.replace('h17', 'h/7')])(
  '%j is none',
  (other) => {
    expect(readWatermark(other)).toBeUndefined();
  },
);

test('SEI of somebody else, or cut short, holds no text', () => {
  const nal = seiOf(text);
  expect(textOfSei(nal.subarray(0, 30))).toBeUndefined();
  expect(textOfSei(Buffer.from(nal).fill(1, 3, 19))).toBeUndefined();
  expect(textOfSei(Buffer.from([0x65, ...nal.subarray(1)]))).toBeUndefined();
  // Nothing in it looks like a start code.
  expect(nal.includes(Buffer.from([0, 0]))).toBe(false);
});

test.each(['', 'a\0b', 'ä', 'x'.repeat(240)])('%j cannot be written', (bad) => {
  expect(() => seiOf(bad)).toThrow(RangeError);
});

test('a picture with a comment is found to have one, and is the same picture', () => {
  const [clip] = loadClips();
  const still = clip?.still ?? Buffer.alloc(0);
  const named = withComment(still, text);
  expect(findWatermarks(named)).toEqual([watermark]);
  expect(findWatermarks(still)).toEqual([]);
  expect(named.subarray(-100)).toEqual(still.subarray(-100));
});
