/** What was found in one run: the first fault stands for it. */
export class Faults {
  readonly found: string[] = [];

  readonly add = (what: string): void => void this.found.push(what);

  /** @throws Error with everything found. */
  check(): void {
    if (this.found.length > 0) throw new Error(this.found.join('\n'));
  }
}
