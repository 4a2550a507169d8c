/**
 * One step of the schema. Once released its text is never changed: a new step is added instead.
 *
 * Bridges of the version before run while a step is made, and are started anew beside it: what they call goes on
 * working as they know it (expand). What none of them needs any more is taken away by a step of a later release
 * (contract). A step locks no table for long: a reader who waits longer than a lease ends streams.
 */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly name: string;
  /**
   * The oldest version of the schema whose builds may work on a database that has this step; if it is left out they have
   * to know it.
   */
  readonly oldest?: number;
  /** Statements for PostgreSQL; run in one transaction with every other step that is missing. */
  readonly sql: string;
}
