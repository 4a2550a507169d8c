import { expect, test } from '@jest/globals';
import { loadClips } from '../../../simulator/clips/clip.ts';
import { withComment } from './comment.ts';
import { isJpeg, readJpeg } from './head.ts';

const [clip] = loadClips();
const still = clip?.still ?? Buffer.of();

test('a still says how large it is, and what was written into it', () => {
  expect(readJpeg(still)).toMatchObject({ width: clip?.width, height: clip?.height });
  const written = withComment(still, 'two');
  expect(readJpeg(withComment(written, 'one'))?.comments.slice(0, 2)).toEqual(['one', 'two']);
});

test('what is none, or breaks off before its picture, says nothing', () => {
  expect(isJpeg(still)).toBe(true);
  for (const bytes of [Buffer.of(), Buffer.from('89504e47', 'hex'), still.subarray(1)]) {
    expect(isJpeg(bytes)).toBe(false);
    expect(readJpeg(bytes)).toBeUndefined();
  }
  expect(readJpeg(still.subarray(0, 40))).toBeUndefined();
});
