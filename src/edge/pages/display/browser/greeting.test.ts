import { expect, test } from '@jest/globals';
import { greeting } from './greeting.ts';

test.each([
  [0, 'Hello'],
  [3, 'Hello'],
  [5, 'Good morning'],
  [11, 'Good morning'],
  [12, 'Good afternoon'],
  [18, 'Good evening'],
  [23, 'Good evening'],
])('at %i o’clock it says %s', (hour, words) => {
  expect(greeting(hour)).toBe(words);
});
