import { expect, test } from '@jest/globals';
import type { StreamFacts } from '../../pictures/cameras/check/steps.ts';
import { factLines, stepLine } from './check-words.ts';

const facts: StreamFacts = {
  codec: 'h264',
  profileLevelId: '4d0028',
  width: 1280,
  height: 720,
  ratePerS: 15,
  keyIntervalS: 2,
  keyIntervalAboveS: null,
  bPictures: 'none',
  noIdr: false,
  audio: null,
  audioNotTaken: [],
  transport: 'tcp',
  answersAfterS: 2,
  lostPercent: 0,
  clockErrorPercent: null,
};
const advice = (change: Partial<StreamFacts>) =>
  factLines({ facts: { ...facts, ...change } }).filter((line) => line.startsWith('Advice: '));

test('a camera as displays want it is given no advice', () => {
  expect(factLines({ facts })).toHaveLength(4);
  expect(advice({ width: 720, height: 1280 })).toEqual([]);
});

test.each([
  [{ width: 1920, height: 1080 }, 'sub-stream'],
  [{ width: 960, height: 1280 }, 'sub-stream'],
  [{ profileLevelId: 'f4000c' }, 'do not show High 4:4:4.'],
  [{ keyIntervalS: 2.5 }, 'I-frame interval (GOP)'],
  [{ lostPercent: 11 }, 'what loses its pictures'],
  [{ answersAfterS: 2.1 }, '--always-warm); it takes 2.1 s to answer'],
  [{ keyIntervalS: null, keyIntervalAboveS: 5 }, 'I-frame interval (GOP)'],
])('%j: %s', (change, words) => {
  expect(advice(change)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ keyIntervalS: 2 }, 'a key picture every 2 s'],
  [{ keyIntervalS: null, keyIntervalAboveS: 3.9 }, 'longer than 3.9 s away'],
  [{ keyIntervalS: null, keyIntervalAboveS: 0 }, 'how far apart key pictures come was not seen'],
  [{ keyIntervalS: null }, 'the connection ended before the next key picture'],
])('%j is told as %s', (change, words) => {
  expect(factLines({ facts: { ...facts, ...change } }).join('\n')).toContain(words);
});

test('a clock that does not is told of, too', () => {
  expect(factLines({ facts }).at(-1)).toBe('Clock: no error seen.');
});

test('a clock that runs otherwise is told with what mends it', () => {
  const lines = factLines({ facts: { ...facts, clockErrorPercent: 12.5 } });
  expect(lines.at(-1)).toMatch(/^Clock: 12\.5 % faster than ours.* constant frame rate/);
});

test('a camera that the bridge tries in vain is not called open', () => {
  const lines = [
    stepLine({ step: 'open' }),
    stepLine({ step: 'connect', reason: { code: 'refused' } }),
  ];
  expect(lines[0]).toBe(
    'In use: the bridge has it open, or is trying to; no second connection is made.',
  );
  expect(lines[1]).toMatch(/^Connection: FAILED\. /);
});
