/**
 * The bridges that work on one database, each with a row: by these rows a command knows what each of them has acted on,
 * wherever it runs. Only a database on a server has them.
 */
import type { BridgeId } from '../identity/ids.ts';
import type { Foothold, Revalidated } from './revalidate.ts';
import type { CommonRevisions } from './revisions.ts';

/** How far somebody has come. */
export interface Reached extends CommonRevisions {
  /**
   * Grows with each change that was committed and may take something away, and with each call of a command. Whoever has
   * reached it sees all that was committed before it. It goes back only where a database lost what it had.
   */
  readonly taken: number;
}

/** What a look of a bridge found. */
export interface BridgeLook extends Revalidated {
  /** `Reached.taken`, read before anything else. */
  readonly taken: number;
  /** How many looks its row has seen, this one included. */
  readonly beat: number;
}

/** A bridge as commands see it. */
export interface BridgeRow {
  readonly id: BridgeId;
  /** For people. */
  readonly name: string;
  /** L, in milliseconds. */
  readonly leaseMs: number;
  readonly beat: number;
  /** What it has acted on: every session that this ends has ended, and nothing of one leaves. */
  readonly acted: Reached;
  /** For how long its lease runs on by the server's clock, in milliseconds; less than none when it is over. */
  readonly leftMs: number;
}

/** All bridges at one moment. */
export interface BridgesThere {
  /** `Reached.taken`. */
  readonly taken: number;
  readonly rows: readonly BridgeRow[];
}

export interface Bridges {
  /** Makes the row of a bridge, which may show nothing before this has resolved. Removes rows that are long over. */
  enter(bridge: Pick<BridgeRow, 'id' | 'name' | 'leaseMs'>): Promise<void>;
  /**
   * Writes what the bridge has acted on so far and that its lease begins anew, by the server's clock; then looks as
   * `Store.revalidate` does, and sees everything that was committed before its row was written.
   * @throws Failure `not-found` if it has no row; the bridge has to `enter` anew. `storage-down` also if the database has
   * gone back
   */
  look(id: BridgeId, acted: Reached, footholds: readonly Foothold[]): Promise<BridgeLook>;
  /** Writes what it has acted on; extends no lease. */
  acted(id: BridgeId, acted: Reached): Promise<void>;
  /** Removes its row: it shows nothing any more. */
  leave(id: BridgeId): Promise<void>;
  /** Returns all of them; one that has reached `taken` has seen everything that was committed before this was asked. */
  call(): Promise<BridgesThere>;
  list(): Promise<BridgesThere>;
  /**
   * Whether a look has found less than one before it: the database lacks what it once had. No look is answered any more
   * then.
   */
  readonly wentBack: boolean;
  /** The highest `Reached.taken` that a look has found. */
  readonly highest: number;
}
