/** What both databases and the folder say of a move, and what of it is in the way of another run. */
import type { CopyMark } from '../../bridge/data-folder/copy-mark.ts';
import { Failure } from '../../common/failures.ts';
import type { CopyProgress } from '../../storage/copy/copy-tables.ts';
import type { CopyMarks, CopySide, EngineName } from '../../storage/copy/side.ts';

export interface MoveParts {
  readonly from: CopySide;
  readonly to: CopySide;
  /** The folder's. */
  readonly mark: {
    read(): CopyMark | undefined;
    write(mark: CopyMark): void;
    remove(): void;
  };
  /**
   * Returns the highest revision known of the old database.
   * @throws Failure if it is older than that: a copy would make it pass for a newer one
   */
  readonly known: (marks: CopyMarks) => Promise<number>;
  /** Is told each step once it is durable, and how far the copy has come. */
  readonly report: (step: MoveStep) => void | Promise<void>;
}

export type MoveStep =
  CopyProgress | { readonly at: 'begun' | 'left' | 'committed' | 'done' | 'over' };

/** How the two are called. */
export const called: Readonly<Record<EngineName, string>> = {
  sqlite: 'the SQLite file',
  postgres: 'the PostgreSQL database',
};

/** Returns what is thrown where something is in the way; `what` says what to do. */
export const refuse = (what: string): Failure => new Failure('bad-request', what);

/** What both sides and the folder say. */
export interface Found {
  readonly mark: CopyMark | undefined;
  readonly from: CopyMarks;
  readonly to: CopyMarks;
}

/** Asks all three. */
export async function look({ from, to, mark }: MoveParts): Promise<Found> {
  return { mark: mark.read(), from: await from.marks(), to: await to.marks() };
}

/**
 * Returns which copy took the old database away, if one has, and nothing is left to do.
 * @throws Failure if it went elsewhere than to the new one
 */
export function moved({ from, to }: MoveParts, found: Found): string | undefined {
  const { away } = found.from;
  if (found.mark !== undefined || away?.done !== true) return undefined;
  if (away.copy === found.to.here) return away.copy;
  throw refuse(
    `${called[from.engine]} was moved before, and not to ${called[to.engine]} that is named`,
  );
}

/** @throws Failure, saying what to do, if what was begun here was begun of another database, or the other way */
export function refuseOtherBeginning({ from, to }: MoveParts, found: Found): void {
  const { mark } = found;
  if (mark === undefined) return;
  if (mark.to !== to.engine) {
    throw refuse(
      `a copy was begun the other way: run casement store copy --to ${mark.to} first, or with --take-back`,
    );
  }
  if (mark.lineage !== found.from.lineage) {
    throw refuse(`${called[from.engine]} is not the one whose copy was begun: name that one`);
  }
}

/** The same, and if what was begun is not this copy, or goes to another database. */
export function refuseOthers(parts: MoveParts, found: Found): void {
  const { from, to } = parts;
  const { mark } = found;
  refuseOtherBeginning(parts, found);
  if (mark === undefined) {
    if (found.from.away === undefined) return;
    throw refuse(
      `a copy takes ${called[from.engine]} away, and was begun from another data folder: run it there. ` +
        'If that folder is lost, run this with --take-back --target-gone',
    );
  }
  if (isOvertaken(found)) {
    throw refuse(
      `another copy takes ${called[from.engine]} away, from another data folder: take this one back with --take-back`,
    );
  }
  if (isCommitted(found) || to.engine === 'sqlite' || mark.target === found.to.lineage) return;
  throw refuse(
    `${called[to.engine]} is not the one to which the copy was begun: name that one as MIGRATION_DATABASE_URL. ` +
      'If it is lost, run this with --take-back --target-gone',
  );
}

/** Whether the new database has what was begun here. */
export const isCommitted = ({ mark, to }: Found): boolean =>
  mark !== undefined && mark.copy === to.here;

/** Whether another folder's copy came first: of this one nothing is known outside of this folder. */
export const isOvertaken = ({ mark, from: { away } }: Found): boolean =>
  mark !== undefined && away !== undefined && away.copy !== mark.copy;
