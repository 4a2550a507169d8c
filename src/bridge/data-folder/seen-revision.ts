/**
 * What a running bridge has seen of its database, kept in the data folder: the file `seen.json`. A database
 * that is older does not start, nor does one that went back under a bridge, until a restore or
 * `after-restore`. The delivery record knows as much, but is not always kept, nor does it know of a copy that
 * was written beneath the database's log. If the file is lost, nothing is known.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import { distrustedLeap } from '../../storage/restores.ts';

const schema = z.object({
  version: z.literal(1),
  /** The highest revision. */
  revision: z.int().nonnegative(),
  /** Whether it has gone back while a bridge had it open. */
  wentBack: z.boolean(),
});
export type Seen = Omit<z.infer<typeof schema>, 'version'>;

/** Where it lies. */
export const seenFile = (dataDir: string): string => join(dataDir, 'seen.json');

/** Returns what earlier bridges have seen; nothing if there is no such file, or it cannot be read. */
export function readSeen(dataDir: string): Seen {
  try {
    const { revision, wentBack } = schema.parse(
      JSON.parse(readFileSync(seenFile(dataDir), 'utf8')),
    );
    return { revision, wentBack };
  } catch {
    return { revision: 0, wentBack: false };
  }
}

/** Durable when this returns. @throws Error if it cannot be written. */
export function writeSeen(dataDir: string, seen: Seen): void {
  const file = seenFile(dataDir);
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify({ version: 1, ...seen })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
}

/**
 * `revision`: that of the database now. Where several folders have seen it go back, one of them is distrusted for all.
 * @throws Failure `storage-down`, saying what to do, if it went back under a bridge.
 */
export function refuseGoneBack({ wentBack, revision: seen }: Seen, revision: number): void {
  if (!wentBack || revision >= seen + distrustedLeap / 2) return;
  throw new Failure(
    'storage-down',
    'the database went back to an earlier state while a bridge ran on it (seen.json): run casement ' +
      'after-restore, which ends every linking, sign-in and share, and asks for each account',
  );
}

/** The database, as its holder watches it. */
export interface Watched {
  /** The highest revision that was seen. */
  readonly highest: number;
  /** Returns in words what is wrong with it; undefined while all is well. */
  trouble(): { readonly why: string; readonly wentBack: boolean } | undefined;
}

/**
 * Looks at the database and notes what was seen; returns in words what is wrong with it. `report` is called
 * once for a file that cannot be written, until it can again.
 */
export function keepSeen(
  dataDir: string,
  database: Watched,
  report: (error: unknown) => void,
): () => string | undefined {
  let seen = readSeen(dataDir);
  let reported = false;

  function note(next: Seen): void {
    if (next.revision === seen.revision && next.wentBack === seen.wentBack) return;
    try {
      writeSeen(dataDir, next);
      [seen, reported] = [next, false];
    } catch (error) {
      if (!reported) report(error);
      reported = true;
    }
  }

  return () => {
    const trouble = database.trouble();
    if (trouble === undefined || trouble.wentBack) {
      note({ revision: database.highest, wentBack: seen.wentBack || trouble !== undefined });
    }
    return trouble?.why;
  };
}
