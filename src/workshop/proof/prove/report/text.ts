/** A run's result in words, for a terminal. */
import type { Noted } from '../history.ts';
import type { Foreign } from '../oracle/findings.ts';
import type { FalseAlarm } from '../oracle/alarms.ts';
import { holds, isDeaf, slowest, type Result } from '../result.ts';
import { quantile } from './quantile.ts';

const number = (value: number): string => value.toLocaleString('en');

/** The head and the rows of the table: one line for each fault, and the sum. */
export function factsOf({ rows }: Result): { head: string[]; lines: string[][] } {
  const counted = ['turns', 'injected', 'requests', 'units', 'frames', 'foreign', 'apart'];
  const head = ['scenario', 'faults', ...counted];
  const keys = ['turns', 'injected', 'requests', 'units', 'frames', 'foreign', 'excused'] as const;
  const lines = rows.map((row) => [
    row.scenario,
    row.faults,
    ...keys.map((key) => number(row[key])),
  ]);
  const sums = keys.map((key) => number(rows.reduce((sum, row) => sum + row[key], 0)));
  return { head, lines: [...lines, ['all', '', ...sums]] };
}

/** What was seen by Chromium, in a sentence. */
export function seenLine({ seen }: Result): string {
  const { pages, frames, unread, foreign, blind } = seen;
  if (blind !== undefined) return `NO DECODED PICTURE WAS LOOKED AT: ${blind}`;
  if (pages === 0) return 'No decoded picture was looked at: --eyes was 0';
  const { hls, webrtc, still } = frames;
  return (
    `Decoded in ${pages === 1 ? 'a page' : `${pages} pages`} of Chromium and looked at: ` +
    `${number(hls + webrtc + still)} pictures (HLS ${number(hls)}, WebRTC ${number(webrtc)}, ` +
    `stills ${number(still)}), ${number(foreign)} foreign, ${number(unread)} not readable`
  );
}

/** One alarm or refusal that was not due. */
function falseAlarmLine({ kind, cameras, said }: FalseAlarm): string {
  return `${kind} about ${cameras.length === 0 ? 'nobody' : cameras.join(', ')}: ${said}`;
}

/** What became of alarms and refusals: how many, then each that was false or missed. */
export function alarmLines({ alarms }: Result): string[] {
  const { due, expected, came, falseAlarms, missed } = alarms;
  return [
    `Alarms and refusals: ${number(due)} with cause, ${number(falseAlarms.length)} false; ` +
      `of those waited for ${number(came)} of ${number(expected)} came`,
    ...falseAlarms.map((one) => `FALSE in ${one.scenario}: ${falseAlarmLine(one)}`),
    ...missed.map(({ scenario, camera }) => `missed in ${scenario}: about ${camera}`),
  ];
}

export interface RevocationFacts {
  readonly kind: string;
  /** Revocations. */
  readonly acts: number;
  /** What was being watched by those who lost it, stream by stream. */
  readonly streams: number;
  /** Streams on which something came after it was told as done, and on which nothing did. */
  readonly late: number;
  readonly silent: number;
  /** Milliseconds from the answer to the last byte; nothing after it counts as 0. */
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** For each kind of revocation, how long something still came. */
export function revocationFacts({ revocations }: Result): RevocationFacts[] {
  const kinds = [...new Set(revocations.map(({ kind }) => kind))].toSorted();
  const rows = kinds.map((kind) => ({
    kind,
    of: revocations.filter((one) => one.kind === kind),
  }));
  // Several kinds of one family, such as `suspended: account`, are told together as well.
  for (const family of new Set(kinds.flatMap((kind) => /^(.*): /.exec(kind)?.[1] ?? []))) {
    const of = revocations.filter(({ kind }) => kind.startsWith(`${family}: `));
    rows.push({ kind: family, of });
  }
  if (rows.length > 0) rows.push({ kind: 'all', of: [...revocations] });
  return rows.map(({ kind, of }) => {
    const times = of.map(({ ms }) => ms);
    const late = times.filter((ms) => ms > 0).length;
    return {
      kind,
      acts: new Set(of.map(({ act }) => act)).size,
      streams: of.length,
      late,
      silent: of.length - late,
      median: quantile(times, 0.5) ?? 0,
      p99: quantile(times, 0.99) ?? 0,
      longest: times.reduce((most, ms) => Math.max(most, ms), 0),
    };
  });
}

/** The head and the rows of the table of revocations; no rows if there were none. */
export function revocationTable(result: Result): { head: string[]; lines: string[][] } {
  const head = ['revocation', 'times', 'streams', 'bytes after', 'none after'];
  const lines = revocationFacts(result).map(({ kind, median, p99, longest, ...counts }) => {
    const { acts, streams, late, silent } = counts;
    return [kind, ...[acts, streams, late, silent, median, p99, longest].map(number)];
  });
  return { head: [...head, 'median ms', 'p99 ms', 'longest ms'], lines };
}

/** One foreign thing, in a line. */
export function foreignLine({ wrong, display, household, asked, by, got }: Foreign): string {
  const seen =
    typeof got === 'object'
      ? `camera ${got.camera} of ${got.owner}, unit ${got.number}`
      : (got ?? 'nothing that names a camera');
  return `${wrong}: display ${display} of ${household} asked for ${asked} (${by}) and got ${seen}`;
}

/** What led to it, with the time in seconds before the find. */
export function historyLines(history: readonly Noted[], at: number): string[] {
  return history.map(({ at: when, household, camera, what }) => {
    const before = ((at - when) / 1000).toFixed(2).padStart(6);
    const who = [household, camera].filter((name) => name !== '').join(' ');
    return `  -${before} s  ${who === '' ? '' : `${who}: `}${what}`;
  });
}

/** The one sentence that matters. */
export function verdictOf(result: Result): string {
  const { foreign, units, requests, seconds, households, displays, seed, troubles } = result;
  const scale =
    `${number(units)} units in ${number(requests)} requests of ${number(households)} households ` +
    `and ${displays} displays, ${Math.round(seconds)} s, seed ${seed}`;
  const [first] = foreign;
  if (first !== undefined) {
    return (
      `FOREIGN after ${number(first.requests)} requests, in ${first.scenario}: ` +
      `${foreignLine(first)} (${scale})`
    );
  }
  const [trouble] = troubles;
  if (trouble !== undefined) return `TROUBLE in ${trouble.scenario}: ${trouble.what} (${scale})`;
  const [cry] = result.alarms.falseAlarms;
  if (cry !== undefined) return `FALSE ALARM in ${cry.scenario}: ${falseAlarmLine(cry)} (${scale})`;
  if (isDeaf(result)) return `NO ALARM: none of those that were due came (${scale})`;
  const longest = slowest(result);
  if (longest !== undefined) {
    return `LATE: something came ${longest.ms} ms after a revocation (${longest.kind}) (${scale})`;
  }
  if (!holds(result)) return `nothing was shown: some scenario saw no unit (${scale})`;
  return `0 foreign: ${scale}`;
}
