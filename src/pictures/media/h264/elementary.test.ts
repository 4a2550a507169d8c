import { expect, test } from '@jest/globals';
import { readElementary } from './elementary.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test('slices of one picture stay together; SEI and delimiters are left out', () => {
  const head = '00000001 09f0 00000001 6764001e 00000001 68ee 000001 0605';
  const { sps, pps, pictures } = readElementary(
    bytes(`${head} 000001 6588 000001 6540 000001 0109f0 000001 4188`),
  );
  expect(sps.toString('hex')).toBe('6764001e');
  expect(pps.toString('hex')).toBe('68ee');
  expect(pictures.map(({ key, nals }) => [key, nals.length])).toEqual([
    [true, 3],
    [false, 1],
  ]);
});

test('refuses what cannot be played', () => {
  expect(() => readElementary(bytes('000001 6588'))).toThrow('not a clip');
  expect(() => readElementary(bytes('000001 67 000001 68 000001 4188'))).toThrow('not a clip');
});
