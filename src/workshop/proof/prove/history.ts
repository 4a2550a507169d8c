/** What happened, in order: kept short, so that a find can be explained. */

export interface Noted {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly household: string;
  readonly camera: string;
  readonly what: string;
}

const longest = 20_000;

export class History {
  readonly #noted: Noted[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `household` and `camera` may be empty: then it concerns everybody. */
  note(account: string, camera: string, what: string): void {
    if (this.#noted.length >= longest) this.#noted.splice(0, longest / 2);
    this.#noted.push({ at: this.#now(), household: account, camera, what });
  }

  /** Returns what had to do with any of these, in the last `ms` before `at`. */
  about(names: readonly string[], at: number, ms: number): Noted[] {
    return this.#noted.filter(
      ({ at: when, household: account, camera }) =>
        when <= at &&
        when > at - ms &&
        (names.includes(account) || names.includes(camera) || (account === '' && camera === '')),
    );
  }
}
