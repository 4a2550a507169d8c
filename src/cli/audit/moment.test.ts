import { expect, test } from '@jest/globals';
import { readMoment, readWindow } from './moment.ts';

const now = Date.UTC(2026, 10, 23, 12);

test.each([
  ['36h', now - 36 * 3_600_000],
  ['7d', now - 7 * 86_400_000],
  ['2026-11-20', Date.UTC(2026, 10, 20)],
  ['2026-11-20T06:30Z', Date.UTC(2026, 10, 20, 6, 30)],
])('%s is a moment', (text, at) => {
  expect(readMoment(text, now)).toBe(at);
});

test.each(['', 'yesterday', '2026-02-31', '2026-11', '-7d'])('%j is none', (text) => {
  expect(() => readMoment(text, now)).toThrow('is neither a time');
});

test('a window reaches from ever to now unless it is said otherwise, and never backwards', () => {
  expect(readWindow({}, now)).toEqual({ since: 0, until: now });
  expect(() => readWindow({ since: '1d', until: '2d' }, now)).toThrow('--since is later');
});
