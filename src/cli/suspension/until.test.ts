import { expect, test } from '@jest/globals';
import { UsageError } from '../usage.ts';
import { readUntil } from './until.ts';

const now = Date.parse('2030-01-31T12:00:00Z');

test.each([
  ['30s', '2030-01-31T12:00:30Z'],
  ['90m', '2030-01-31T13:30:00Z'],
  ['1d12h', '2030-02-02T00:00:00Z'],
  ['1d2h3m4s', '2030-02-01T14:03:04Z'],
  ['2030-01-31T18:00Z', '2030-01-31T18:00:00Z'],
  ['2030-02-28 18:00:30+02:00', '2030-02-28T16:00:30Z'],
])('%s', (text, end) => {
  expect(new Date(readUntil(text, now)).toISOString()).toBe(end.replace('Z', '.000Z'));
});

test('a time without a zone is this machine’s', () => {
  expect(readUntil('2030-02-01T18:00', now)).toBe(new Date(2030, 1, 1, 18).getTime());
});

test.each([
  '',
  'd',
  '90',
  '-5m',
  '1h1d',
  '1.5h',
  '99999d',
  'tomorrow',
  '2030-02-01',
  '2030-02-30T18:00Z',
  '2030-02-01T25:00Z',
  '2030-13-01T18:00Z',
])('%j is neither', (text) => {
  expect(() => readUntil(text, now)).toThrow(UsageError);
  expect(() => readUntil(text, now)).toThrow('is neither a duration');
});

test.each(['0m', '2030-01-31T12:00Z', '2029-12-31T18:00Z'])('%s has passed', (text) => {
  expect(() => readUntil(text, now)).toThrow(new UsageError(`"${text}" has passed already`));
});
