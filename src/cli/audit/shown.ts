/** How the commands print the content of the record. */
import type { Verdict } from '../../wall/audit/read-record.ts';
import type { Beside, Delivered } from '../../wall/audit/summary.ts';

/** Returns a time (milliseconds since 1970) as text, ISO 8601 in UTC. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Returns nothing for what has not begun or ended. */
export const isoTimeIfAny = (ms: number | undefined): string =>
  ms === undefined ? '' : isoTime(ms);

/** Returns a time (milliseconds since 1970) as text, to the second, for a table. */
export const shortTime = (ms: number): string => `${isoTime(ms).slice(0, 19)}Z`;

/** Returns a verdict for `--json`; its `last` is what `audit verify --known` takes. */
export function shownVerdict({ faults, first, last, lines, files, unfinished }: Verdict) {
  return {
    verified: faults.length === 0,
    files,
    lines,
    ...(first && { first: { seq: first.seq, at: isoTime(first.at) } }),
    ...(last && { last: `${last.seq}:${last.hash}` }),
    unfinishedBytes: unfinished,
    faults,
  };
}

/** Returns a session for `--json`: times as text. */
export const shownSession = ({ from, to, ...rest }: Delivered) => ({
  ...rest,
  from: isoTime(from),
  to: isoTime(to),
});

/** Says when the database was put back, and what ended by that. */
export function restoredLine(restored: Extract<Beside, { kind: 'restored' }>): string {
  const { at, by, made, grants, shares } = restored;
  const how =
    by === 'restore'
      ? 'was restored from a backup'
      : 'was said to be an earlier one (after-restore)';
  const of = made === undefined ? '' : ` of ${shortTime(made)}`;
  return `${shortTime(at)} The database ${how}${of}: ${grants} linking(s) and ${shares} share(s) ended.`;
}

/** Returns one line on how far the record can be believed, to stand above what was read from it. */
export function trust({ faults, first }: Verdict): string {
  if (faults.length > 0) {
    return `THE RECORD DOES NOT VERIFY (${faults.length} faults): see casement audit verify.`;
  }
  return first === undefined
    ? 'The record is empty.'
    : `The record verifies; it begins at ${shortTime(first.at)}.`;
}
