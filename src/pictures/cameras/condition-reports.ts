/**
 * Which changes of one line of a camera are reported: if its words change again and again, at most one in an
 * interval.
 */
import type { Opened } from '../../wall/partitions/camera-address.ts';
import type { Condition, ConditionChange, ConditionLine } from './condition.ts';

export interface Reporting {
  /** Called for changes. Must not throw. */
  readonly onChange: (change: ConditionChange) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * The interval between two reports about one line of a camera, in milliseconds; after a quiet time two come
   * at once.
   */
  readonly reportIntervalMs: number;
}

/** The reports of one line, as long as the camera is remembered under one owner. */
export class LineReports {
  readonly #line: ConditionLine;
  readonly #reporting: Reporting;
  #latest: Condition | undefined;
  /** Nothing has been reported yet, nor left out. */
  #isNew = true;
  /** One more change is reported at once until an interval before this. */
  #paidUntil = -Infinity;
  #leftOut = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(line: ConditionLine, reporting: Reporting) {
    this.#line = line;
    this.#reporting = reporting;
  }

  /** Notes how the line is now; `isChange`: it was otherwise before, or not known. */
  note(from: Opened, condition: Condition, isChange: boolean): void {
    this.#latest = condition;
    if (isChange) this.#changed(from, condition);
  }

  /** Reports nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #changed(from: Opened, { reason }: Condition): void {
    const isFirst = this.#isNew;
    this.#isNew = false;
    // That it plays, at first, is no change that anybody waits for.
    if (isFirst && reason === undefined) return;
    const { now, reportIntervalMs } = this.#reporting;
    // Two at once: somebody who mends a camera looks just then for the line that it plays again.
    const waitMs = this.#paidUntil - reportIntervalMs - now();
    if (this.#timer === undefined && waitMs <= 0) {
      this.#report(from);
      return;
    }
    this.#timer ??= setTimeout(() => this.#report(from), waitMs).unref();
    this.#leftOut += 1;
  }

  #report(from: Opened): void {
    if (this.#latest === undefined) return;
    const { onChange, now, reportIntervalMs } = this.#reporting;
    const { reason, since } = this.#latest;
    const leftOut = this.#leftOut;
    this.#paidUntil = Math.max(this.#paidUntil, now()) + reportIntervalMs;
    this.#leftOut = 0;
    this.#timer = undefined;
    onChange({ from, line: this.#line, reason, since, leftOut });
  }
}
