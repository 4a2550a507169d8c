import { expect, test } from '@jest/globals';
import { randomText } from './random.ts';

test('so many bytes are given as base64url', () => {
  for (const bytes of [0, 1, 9, 16, 32, 8_192]) {
    expect(Buffer.from(randomText(bytes), 'base64url')).toHaveLength(bytes);
  }
});

test('no byte is given out twice, across many drawings from the generator', () => {
  const texts = Array.from({ length: 20_000 }, () => randomText(16));
  expect(new Set(texts).size).toBe(texts.length);
  const bytes = texts.flatMap((text) => [...Buffer.from(text, 'base64url')]);
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  // 1,250 of each are expected; ten deviations are never seen of a generator that works.
  for (const count of counts) expect(Math.abs(count - 1_250)).toBeLessThan(10 * Math.sqrt(1_250));
});

test('more than is drawn at a time is refused', () => {
  expect(() => randomText(8_193)).toThrow(
    new RangeError('no such number of random bytes at a time'),
  );
  expect(() => randomText(Number.NaN)).toThrow(RangeError);
});

test('fewer than none are refused, and bring back nothing that was given out', () => {
  randomText(32);
  expect(() => randomText(-32)).toThrow(RangeError);
  expect(randomText(32)).not.toBe(Buffer.alloc(32).toString('base64url'));
});
