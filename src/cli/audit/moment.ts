/** Reads a time in the past from what a person types. */
import { parseDuration } from '../duration.ts';
import { readTime } from '../suspension/until.ts';
import { UsageError } from '../usage.ts';

const day = /^\d{4}-\d\d-\d\d$/;

/**
 * Reads a duration before `now` (`36h`, `7d`), a time (ISO 8601; without a zone, this machine's), or a day:
 * its beginning in UTC. Both `now` and the answer are milliseconds since 1970.
 * @throws UsageError for another form.
 */
export function readMoment(text: string, now: number): number {
  const ago = parseDuration(text);
  const at = ago === undefined ? readTime(day.test(text) ? `${text}T00:00Z` : text) : now - ago;
  if (Number.isNaN(at)) {
    throw new UsageError(
      `${JSON.stringify(text)} is neither a time (2026-12-26T00:00Z), a day (2026-12-26), nor so long ago (36h, 7d)`,
    );
  }
  return at;
}

export interface TimeOptions {
  readonly since?: string;
  readonly until?: string;
}

/** From `since` (default: ever) to `until` (default: now). */
export function readWindow(
  { since, until }: TimeOptions,
  now: number,
): { readonly since: number; readonly until: number } {
  const window = {
    since: since === undefined ? 0 : readMoment(since, now),
    until: until === undefined ? now : readMoment(until, now),
  };
  if (window.since > window.until) throw new UsageError('--since is later than --until');
  return window;
}
