/** Reads when something is to end, from what a person types. */
import { UsageError } from '../usage.ts';

const duration = /^(?=\d)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,4})s)?$/;
const time = /^(\d{4}-\d\d-(\d\d))[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?$/;
const [day, hour, minute, second] = [86_400_000, 3_600_000, 60_000, 1_000];

/**
 * A duration from `now` (`90m`, `1d12h`), or a time (ISO 8601; without a zone, this machine's). Both
 * `now` and the answer are milliseconds since 1970.
 * @throws UsageError when it is neither, or has passed.
 */
export function readUntil(text: string, now: number): number {
  const ms = readDuration(text);
  const at = ms === undefined ? readTime(text) : now + ms;
  if (Number.isNaN(at)) {
    throw new UsageError(
      `${JSON.stringify(text)} is neither a duration (90m, 2h, 1d12h) nor a time (2030-01-31T18:00Z)`,
    );
  }
  if (at <= now) throw new UsageError(`${JSON.stringify(text)} has passed already`);
  return at;
}

/** Milliseconds of `90m` or `1d12h`; undefined for another form. */
export function readDuration(text: string): number | undefined {
  const parts = duration.exec(text);
  if (parts === null) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number).map(orZero);
  return days * day + hours * hour + minutes * minute + seconds * second;
}

const orZero = (number: number): number => (Number.isNaN(number) ? 0 : number);

/** Milliseconds since 1970 of `2030-01-31T18:00Z`; NaN for another form. */
export function readTime(text: string): number {
  const [, date = '', dayOfMonth] = time.exec(text) ?? [];
  // The parser would take the 31st of February for a day in March.
  const there = new Date(`${date}T00:00Z`).getUTCDate() === Number(dayOfMonth);
  return there ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
}
