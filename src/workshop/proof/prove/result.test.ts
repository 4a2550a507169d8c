import { expect, test } from '@jest/globals';
import { alarmLines, revocationFacts, revocationTable, verdictOf } from './report/text.ts';
import { reportPage } from './report/page.ts';
import { holds, type Result } from './result.ts';

const judged = { injected: 1, requests: 9, units: 9, answers: 0, foreign: 0, excused: 0, good: 9 };
const counts = { ...judged, frames: 0, unread: 0 };
const row = { scenario: 'unlink', faults: 'F12', says: 'Ends.', turns: 1, ...counts };

const after = (...times: readonly [kind: string, act: number, ms: number][]): Result => ({
  engine: 'sqlite' as const,
  seed: '1',
  households: 2,
  cameras: 2,
  servers: 1,
  displays: 2,
  seconds: 1,
  requests: 9,
  units: 9,
  excused: 0,
  foreign: [],
  seen: {
    pages: 0,
    frames: { hls: 0, webrtc: 0, still: 0 },
    unread: 0,
    foreign: 0,
    blind: undefined,
  },
  rows: [row],
  schedule: ['unlink'],
  samples: [],
  revocations: times.map(([kind, act, ms]) => ({ kind, act, ms })),
  alarms: { due: 0, expected: 0, came: 0, falseAlarms: [], missed: [] },
  skipped: [],
  troubles: [],
  history: [],
});

test('a run holds up to a second after a revocation, and not longer', () => {
  expect(holds(after(['unshare', 1, 1_000]))).toBe(true);
  const late = after(['unshare', 1, 1_002], ['transfer', 2, 1_001]);
  expect(holds(late)).toBe(false);
  expect(verdictOf(late)).toMatch(/^LATE: something came 1002 ms after a revocation \(unshare\)/);
});

test('a false alarm fails a run, and is told; one that was missed is counted', () => {
  const run = after();
  const wrong = { at: 1, scenario: 'calm', cameras: ['c7'], devices: [], time: 1 };
  const falseAlarms = [{ ...wrong, kind: 'other-camera', said: 'it is another' }] as const;
  const alarmed = { ...run, alarms: { ...run.alarms, falseAlarms } };
  expect(holds(run)).toBe(true);
  expect(holds(alarmed)).toBe(false);
  expect(verdictOf(alarmed)).toMatch(/^FALSE ALARM in calm: other-camera about c7: it is another/);
  expect(alarmLines(alarmed)[0]).toContain('1 false');
  expect(reportPage(alarmed)).toContain('other-camera about c7: it is another');
  const missed = [{ at: 1, scenario: 'strangers', camera: 'c8' }];
  const some = { ...run, alarms: { ...run.alarms, due: 4, expected: 2, came: 1, missed } };
  expect(holds(some)).toBe(true);
  expect(alarmLines(some)[0]).toContain('1 of 2');
  expect(alarmLines(some)[1]).toContain('c8');
  const none = { ...run, alarms: { ...some.alarms, came: 0 } };
  expect(holds(none)).toBe(false);
  expect(verdictOf(none)).toMatch(/^NO ALARM/);
});

test('each kind is told by itself, then all: how often, on how many streams, how late', () => {
  const result = after(['b', 1, 0], ['b', 1, 30], ['b', 2, 10], ['a', 3, 0]);
  const [a, b, all] = revocationFacts(result);
  expect(a).toMatchObject({ kind: 'a', acts: 1, streams: 1, late: 0, silent: 1, longest: 0 });
  expect(b).toMatchObject({ kind: 'b', acts: 2, streams: 3, late: 2, silent: 1, median: 10 });
  expect(all).toMatchObject({ kind: 'all', acts: 3, streams: 4, late: 2, p99: 30, longest: 30 });
  const { head, lines } = revocationTable(result);
  for (const line of lines) expect(line).toHaveLength(head.length);
  expect(lines[1]).toEqual(['b', '2', '3', '2', '1', '10', '30', '30']);
  expect(revocationTable(after()).lines).toEqual([]);
});
