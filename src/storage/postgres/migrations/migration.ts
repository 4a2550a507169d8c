/** One step of the schema. Once released its text is never changed: a new step is added instead. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  readonly version: number;
  readonly name: string;
  /** Statements for PostgreSQL; run in one transaction with every other step that is missing. */
  readonly sql: string;
}
