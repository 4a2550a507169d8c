import { expect, test } from '@jest/globals';
import { AudioBreaks } from './audio-breaks.ts';

test('a camera that broke off twice at its audio is spared for an hour, and after each further time', () => {
  let now = 1_000;
  const breaks = new AudioBreaks(() => now);
  breaks.broke();
  expect(breaks.isSpared).toBe(false);
  breaks.broke();
  expect(breaks.isSpared).toBe(true);
  now += 60 * 60_000 - 1;
  expect(breaks.isSpared).toBe(true);
  now += 1;
  expect(breaks.isSpared).toBe(false);
  breaks.broke();
  expect(breaks.isSpared).toBe(true);
});

test('one that answered in between is not', () => {
  const breaks = new AudioBreaks(() => 0);
  breaks.broke();
  breaks.answered();
  breaks.broke();
  expect(breaks.isSpared).toBe(false);
});
