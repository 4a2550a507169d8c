/** Reads from what a person types when something ends. */
import { parseDuration } from '../duration.ts';
import { UsageError } from '../usage.ts';

const time = /^(\d{4}-\d\d-(\d\d))[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads a duration from `now` (`90m`, `1d12h`), or a time (ISO 8601; without a zone, this machine's). Both
 * `now` and the answer are milliseconds since 1970.
 * @throws UsageError if it is neither, or has passed.
 */
export function readUntil(text: string, now: number): number {
  const ms = parseDuration(text);
  const at = ms === undefined ? readTime(text) : now + ms;
  if (Number.isNaN(at)) {
    throw new UsageError(
      `${JSON.stringify(text)} is neither a duration (90m, 2h, 1d12h) nor a time (2030-01-31T18:00Z)`,
    );
  }
  if (at <= now) throw new UsageError(`${JSON.stringify(text)} has passed already`);
  return at;
}

/** Returns milliseconds since 1970 of `2030-01-31T18:00Z`; NaN for another form. */
export function readTime(text: string): number {
  const [, date = '', dayOfMonth] = time.exec(text) ?? [];
  // The parser would take the 31st of February for a day in March.
  const there = new Date(`${date}T00:00Z`).getUTCDate() === Number(dayOfMonth);
  return there ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
}
