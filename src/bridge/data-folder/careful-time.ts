/**
 * A time that one reading of the wall clock cannot move. Nobody can tell a clock that was put ahead from a
 * bridge that was off for long: after either, everything that goes by age waits until the bridge has run for
 * 24 hours. The data folder keeps what is needed for that, in `time.json`, so that a start in between does
 * not begin from nothing. A file that is lost or out of date only makes for a longer wait.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How far the wall clock may differ from what is expected of it. */
const leapMs = 3_600_000;
const waitMs = 24 * 3_600_000;
const intervalMs = 60_000;

const schema = z.object({
  version: z.literal(1),
  /** What the wall clock said last. */
  at: z.number(),
  /** The time that had certainly come by then. */
  reached: z.number(),
  /** For how long the bridge has run since the clock leapt last, as far as that matters. */
  ran: z.number().min(0),
});
type Kept = z.infer<typeof schema>;

/** A leap of the wall clock; milliseconds since 1970. */
export interface Leap {
  /** What it should have said; at a start, what it said last. */
  readonly from: number;
  readonly to: number;
}

export interface CarefulTime {
  /**
   * Returns the time that has certainly come, in milliseconds since 1970: the wall clock's, or after a leap
   * the earlier one plus the running time since. It is never later than the wall clock, which is all there is
   * if no earlier time is known.
   */
  reached(): number;
  /** Whether the bridge has run for 24 hours since the wall clock leapt. */
  settled(): boolean;
  /** Writes down what the next start needs to know. */
  close(): void;
}

export interface CarefulTimeParts {
  readonly dataDir: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Called when the wall clock has leapt. */
  readonly onLeap: (leap: Leap) => void;
  /** Called once when it cannot be written down. */
  readonly report: (error: unknown) => void;
}

const fileIn = (dataDir: string): string => join(dataDir, 'time.json');

function readKept(file: string): Kept | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Lost, or not readable: as if no time were known.
    return undefined;
  }
}

/**
 * Returns the time that has certainly come, as far as the folder says to others: a command beside a bridge,
 * or before the next start. `now` is what the wall clock says; both are milliseconds since 1970.
 */
export function reachedIn(dataDir: string, now: number): number {
  const kept = readKept(fileIn(dataDir));
  if (kept === undefined) return now;
  const since = now - kept.at;
  if (Math.abs(since) > leapMs) return Math.min(now, kept.reached);
  return kept.ran >= waitMs ? now : Math.min(now, kept.reached + Math.max(since, 0));
}

/** Goes on with what the bridge before this one knew. */
export function keepTime({ dataDir, now, clock, onLeap, report }: CarefulTimeParts): CarefulTime {
  const file = fileIn(dataDir);
  const kept = readKept(file);
  /** Where both clocks stood when they were last known to agree. */
  let both = { wall: now(), monotonic: clock() };
  /** The time that had certainly come, and the running time since the leap, both as of `began`. */
  let before = { reached: kept?.reached ?? both.wall, ran: kept?.ran ?? 0 };
  let began = both.monotonic;
  let reported = false;

  const running = (): number => clock() - began;
  const isSettled = (): boolean => before.ran + running() >= waitMs;

  function leapt(from: number, certain: number): void {
    before = { reached: certain, ran: 0 };
    both = { wall: now(), monotonic: clock() };
    began = both.monotonic;
    onLeap({ from, to: both.wall });
  }

  function look(): void {
    const expected = both.wall + clock() - both.monotonic;
    if (Math.abs(now() - expected) <= leapMs) return;
    leapt(expected, isSettled() ? expected : before.reached + running());
  }

  function reached(): number {
    look();
    return isSettled() ? now() : Math.min(now(), before.reached + running());
  }

  function write(): void {
    const text: Kept = {
      version: 1,
      reached: reached(),
      at: now(),
      ran: Math.min(before.ran + running(), waitMs),
    };
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify(text)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      if (!reported) report(error);
      reported = true;
    }
  }

  if (kept !== undefined && Math.abs(both.wall - kept.at) > leapMs) leapt(kept.at, kept.reached);
  write();
  const writing = setInterval(write, intervalMs);
  return {
    reached,
    settled() {
      look();
      return isSettled();
    },
    close() {
      clearInterval(writing);
      write();
    },
  };
}
