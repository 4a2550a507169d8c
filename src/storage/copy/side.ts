/**
 * A database as one end of `casement store copy`, whatever its engine. No bridge and no command may have it open but this
 * one; the copy's own marks see to that from `leave` on, and who calls this holds the data folder's lock.
 */
import type { CopiedTable } from './tables.ts';

export type EngineName = 'sqlite' | 'postgres';

/** What a database says of copies. */
export interface CopyMarks {
  /** Which database it is (see storage/restores.ts): the same for all that it was ever copied to. Absent if there is none. */
  readonly lineage?: string;
  /** How far it has come, as a bridge compares it with what was seen before. */
  readonly revision: number;
  /** The copy by which everything in it came. */
  readonly here?: string;
  /** The copy that takes everything away: nothing starts on it. `done` once it is known to be elsewhere. */
  readonly away?: { readonly copy: string; readonly done: boolean };
}

export type Cell = string | number | null;
/** A row: a cell for each of the table's columns, and behind them its place in the order of rows, where there is one. */
export type Row = readonly Cell[];

export interface RowReader {
  /** Reads all rows of a table in their order, some at a time. */
  rows(table: CopiedTable): AsyncIterable<readonly Row[]>;
}

export interface RowWriter extends RowReader {
  write(table: CopiedTable, rows: readonly Row[]): Promise<void>;
}

/** What counts up in a database, and which one it is. */
export interface Counters {
  readonly lineage: string;
  /** Whether its revision is counted in a file elsewhere. */
  readonly counted: boolean;
  readonly control: number;
  /** No lower than any that something in it is dated by. */
  readonly revision: number;
}

/** What fills a database. */
export interface Filling {
  /** Its id: 32 hexadecimal digits. */
  readonly copy: string;
  readonly counters: Counters;
  /** The highest revision known of it, wherever: that of the copy is higher, and than `counters.revision`. */
  readonly known: number;
  /** Writes everything; if it rejects, nothing of it was done. */
  readonly write: (rows: RowWriter) => Promise<void>;
}

export interface CopySide {
  readonly engine: EngineName;
  /** Waits until no transaction of a copy that was cut off is under way any more. */
  marks(): Promise<CopyMarks>;
  /** @throws Failure, saying what to do, if it cannot be copied from: a bridge has it open, or another version made it */
  mayLeave(): Promise<void>;
  /** @throws Failure, saying what to do, if it cannot be copied to: as `mayLeave`, or it is not empty */
  mayBeFilled(): Promise<void>;
  /** Has nothing start on it, nor go on, for this copy. Durable; may be called again. */
  leave(copy: string): Promise<void>;
  /** Notes that everything is elsewhere. Durable; may be called again. */
  left(copy: string): Promise<void>;
  /** Takes `leave` back. May be called again. */
  stay(): Promise<void>;
  /** Reads everything as it stands, after `leave`. */
  read<T>(work: (rows: RowReader, counters: Counters) => Promise<T>): Promise<T>;
  /** Fills it, and says that this copy did, all at once. Durable. */
  receive(filling: Filling): Promise<void>;
  /** Removes what a copy that was cut off has left of a filling. */
  discard(): Promise<void>;
  close(): Promise<void>;
}
