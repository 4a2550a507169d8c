/** What the oracle counts, by scenario, and how it reports what is foreign. */
import { noCounts, type Counts, type Foreign } from './findings.ts';
import type { Ledger } from './ledger.ts';

export interface OracleOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  /** When a byte that is read now may have arrived: before whatever kept this process from reading it. */
  readonly arrival: () => number;
  readonly onForeign: (foreign: Foreign) => void;
}

export abstract class Tally {
  readonly counts = new Map<string, Counts>();
  readonly foreign: Foreign[] = [];
  /** How long prove's own proxy may hold what comes from the bridge, in milliseconds. */
  networkMs = 0;
  protected readonly options: OracleOptions;
  #turn = 'none';

  constructor(options: OracleOptions) {
    this.options = options;
  }

  /** Counts everything for this scenario from now on. */
  turnOf(scenario: string): Counts {
    this.#turn = scenario;
    return this.count;
  }

  /** The scenario that has its turn. */
  get turn(): string {
    return this.#turn;
  }

  get count(): Counts {
    const known = this.counts.get(this.#turn);
    if (known !== undefined) return known;
    const fresh = noCounts();
    this.counts.set(this.#turn, fresh);
    return fresh;
  }

  total(of: keyof Counts): number {
    return [...this.counts.values()].reduce((sum, counts) => sum + counts[of], 0);
  }

  /** Counts it, and passes it on. `account` is whose display it was. */
  protected report(
    display: number,
    account: string,
    what: Pick<Foreign, 'wrong' | 'asked' | 'by' | 'got'>,
  ): void {
    this.count.foreign += 1;
    const at = this.options.now();
    const requests = this.total('requests');
    const foreign = { at, scenario: this.#turn, display, household: account, requests, ...what };
    this.foreign.push(foreign);
    this.options.onForeign(foreign);
  }
}
