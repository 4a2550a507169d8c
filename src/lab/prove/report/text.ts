/** A run's result in words, for a terminal. */
import type { Noted } from '../history.ts';
import type { Foreign } from '../oracle/oracle.ts';
import { holds, type Result } from '../result.ts';
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

export interface RevocationFacts {
  readonly kind: string;
  readonly count: number;
  /** Milliseconds from the answer to the last byte. */
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** For each kind of revocation, how long something still came. */
export function revocationFacts({ revocations }: Result): RevocationFacts[] {
  const kinds = [...new Set(revocations.map(({ kind }) => kind))].toSorted();
  const rows = kinds.map((kind): [string, number[]] => [
    kind,
    revocations.filter((one) => one.kind === kind).map(({ ms }) => ms),
  ]);
  const all = revocations.map(({ ms }) => ms);
  return [...rows, ...(all.length > 0 ? ([['all', all]] as const) : [])].map(([kind, times]) => ({
    kind,
    count: times.length,
    median: quantile(times, 0.5) ?? 0,
    p99: quantile(times, 0.99) ?? 0,
    longest: Math.max(...times),
  }));
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
  if (!holds(result)) return `nothing was shown: some scenario saw no unit (${scale})`;
  return `0 foreign: ${scale}`;
}
