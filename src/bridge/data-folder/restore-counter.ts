/**
 * The counter of RESTORE_COUNTER_FILE: the highest revision of the database, kept outside the data folder. It
 * tells a folder copied back as a whole, delivery record and all, from the one that was in use.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import { isMissingFile } from '../../common/missing-file.ts';

const schema = z.strictObject({
  version: z.literal(1),
  /** The database that it counts: see storage/restores.ts. */
  lineage: z.string(),
  revision: z.int().nonnegative(),
});

export interface Counter {
  readonly lineage: string;
  readonly revision: number;
}

/** Returns undefined if there is none. @throws Failure `internal` if it cannot be read. */
export function readCounter(file: string): Counter | undefined {
  try {
    const { lineage, revision } = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { lineage, revision };
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw new Failure('internal', `the counter ${file} (RESTORE_COUNTER_FILE) cannot be read`, {
      cause: error,
    });
  }
}

/** Replaces the file; durable when this returns. */
export function writeCounter(file: string, counter: Counter): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ version: 1, ...counter })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The part of storage that the counter needs. */
export interface CountedStore {
  readonly operator: {
    readonly restores: {
      reached(): Promise<number>;
      lineage(): Promise<{ readonly id: string; readonly counted: boolean }>;
      setCounted(counted: boolean): Promise<void>;
    };
  };
}

/**
 * Returns the revision that the counter has seen of this database; undefined if none was ever used. Begins
 * one if `file` is named for the first time.
 * @throws Failure `bad-request`, saying what to do, if one was used and is missing.
 */
export async function countedRevision(
  file: string | undefined,
  store: CountedStore,
): Promise<number | undefined> {
  const { id, counted } = await store.operator.restores.lineage();
  const counter = file === undefined ? undefined : readCounter(file);
  if (file !== undefined && counter === undefined && !counted) {
    writeCounter(file, { lineage: id, revision: await store.operator.restores.reached() });
    // Noted after the file is written: a mark without a file would be a file that is missing.
    await store.operator.restores.setCounted(true);
    return undefined;
  }
  if (counter === undefined) {
    if (!counted) return undefined;
    const missing = file === undefined ? 'RESTORE_COUNTER_FILE is not set' : `${file} is missing`;
    throw new Failure(
      'bad-request',
      `the revision of this database was counted in a file elsewhere, and ${missing}: bring it back, or ` +
        'run casement after-restore',
    );
  }
  if (counter.lineage !== id) {
    throw new Failure(
      'bad-request',
      `the counter ${file} is of another database: name another file`,
    );
  }
  if (!counted) await store.operator.restores.setCounted(true);
  return counter.revision;
}

const intervalMs = 250;

/**
 * Counts on while the bridge runs: after a commit, its revision. `onTrouble` is called once for a file that
 * cannot be written, until it can again. Returns the function that stops.
 */
export async function keepCounting(
  file: string,
  store: CountedStore,
  onTrouble: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { id: lineage } = await store.operator.restores.lineage();
  let written = readCounter(file)?.revision ?? 0;
  let troubled = false;
  async function count(): Promise<void> {
    try {
      const revision = await store.operator.restores.reached();
      // Never back: a lower one is of a database that was put in the place of this one.
      if (revision <= written) return;
      writeCounter(file, { lineage, revision });
      [written, troubled] = [revision, false];
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
    }
  }
  await count();
  let counting: Promise<void> | undefined;
  const timer = setInterval(() => {
    counting ??= count().finally(() => {
      counting = undefined;
    });
  }, intervalMs);
  return async () => {
    clearInterval(timer);
    await counting;
    await count();
  };
}
