import { describe, expect, test } from '@jest/globals';
import { parseAacConfig } from './config.ts';

/** Fields one after the other, each so many bits wide. */
function bytesOf(...fields: readonly (readonly [value: number, width: number])[]): Uint8Array {
  const text = fields.map(([value, width]) => value.toString(2).padStart(width, '0')).join('');
  return Uint8Array.from(text.match(/.{1,8}/g) ?? [], (byte) =>
    Number.parseInt(byte.padEnd(8, '0'), 2),
  );
}
const indexed = (index: number, channels = 1): Uint8Array =>
  bytesOf([2, 5], [index, 4], [channels, 4], [0, 3]);
const explicit = (rate: number): Uint8Array => bytesOf([2, 5], [15, 4], [rate, 24], [1, 4], [0, 3]);
/** HE-AAC at 24 kHz, which says that it comes to `rate`. */
const extended = (rate: number): Uint8Array =>
  bytesOf([5, 5], [6, 4], [1, 4], [15, 4], [rate, 24], [2, 5], [0, 3]);

describe('AudioSpecificConfig', () => {
  test.each([
    [0, 96_000],
    [3, 48_000],
    [12, 7_350],
    [13, undefined],
    [14, undefined],
  ])('sampling rate %i of the table', (index, rate) => {
    expect(parseAacConfig(indexed(index))?.sampleRate).toBe(rate);
  });

  test.each([
    [0, false],
    [1, false],
    [3_999, false],
    [4_000, true],
    [48_000, true],
    [192_000, true],
    [192_001, false],
    [16_777_215, false],
  ])('a sampling rate told as %i Hz is taken: %s', (rate, taken) => {
    expect(parseAacConfig(explicit(rate))?.sampleRate).toBe(taken ? rate : undefined);
    expect(parseAacConfig(extended(rate))?.sampleRate).toBe(taken ? 24_000 : undefined);
  });

  test('as many channels as there are configurations for', () => {
    const counts = Array.from({ length: 16 }, (_, at) => parseAacConfig(indexed(3, at))?.channels);
    expect(counts).toEqual([
      undefined,
      1,
      2,
      3,
      4,
      5,
      6,
      8,
      ...Array<undefined>(8).fill(undefined),
    ]);
  });
});
