import { expect, test } from '@jest/globals';
import { recoveryFrames } from './sei.ts';

const nal = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

test.each([
  ['right at once', '06 06 01 c4 80', 0],
  ['after two', '06 06 01 64 80', 2],
  ['behind another message', '06 05 02 aa bb 06 01 c4 80', 0],
  ['behind a long one', `06 05 ff 01 ${'aa'.repeat(256)} 06 01 c4 80`, 0],
  ['another message', '06 05 02 aa bb 80', undefined],
  ['nothing', '06', undefined],
  ['nothing but its end', '06 80', undefined],
  ['an empty one', '06 06 00 80', undefined],
  ['one cut short', '06 06 05', undefined],
])('%s', (_, hex, frames) => {
  expect(recoveryFrames(nal(hex))).toBe(frames);
});

test('a long one is not read to its end', () => {
  expect(
    recoveryFrames(Uint8Array.from([6, ...Array.from({ length: 1_000_000 }, () => 255)])),
  ).toBeUndefined();
});
