/** A database on a PostgreSQL server, for a data folder that has everything else: keys, delivery record, control socket. */
import { existsSync } from 'node:fs';
import { Failure } from '../../common/failures.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { openPostgres, type PostgresSettings } from '../../storage/postgres/open.ts';
import { marksIn } from '../../storage/sqlite/copy-marks.ts';
import type { Store } from '../../storage/store.ts';

/**
 * A folder would have two databases: what is revoked in one goes on in the other. Returns which one was moved from here to
 * a server, if one was: its file stays, and nothing opens it any more.
 */
function refuseSecondDatabase({ database }: DataFolder): string | undefined {
  if (!existsSync(database)) return undefined;
  const { away, lineage } = marksIn(database);
  if (away?.done === true) return lineage;
  throw new Failure(
    'bad-request',
    `DATABASE_URL is set, and ${database} is a database, too: name another folder as DATA_DIR, or leave DATABASE_URL out`,
  );
}

/** @throws Failure `bad-request` if what was moved from here is elsewhere */
async function refuseOtherDatabase(moved: string | undefined, store: Store): Promise<void> {
  if (moved === undefined || (await store.operator.restores.lineage()).id === moved) return;
  throw new Failure(
    'bad-request',
    'the database of this folder was moved to another one than that of DATABASE_URL: mend DATABASE_URL',
  );
}

/** Keys are made for a database that nothing was sealed for yet, and for no other. */
async function refuseMissingKeys({ keys }: DataFolder, store: Store): Promise<void> {
  if (existsSync(keys) || (await store.operator.sealed.keys()).length === 0) return;
  throw new Failure(
    'internal',
    `the key file ${keys} is missing, and cameras of the database of DATABASE_URL are sealed by it: put it back, or name it as KEYS_FILE`,
  );
}

/**
 * Opens it. The caller closes it. @throws Failure as `openPostgres`, and `bad-request` or `internal`, saying what to do,
 * where the folder does not go with it.
 */
export async function openServerDatabase(
  folder: DataFolder,
  settings: PostgresSettings,
): Promise<Store> {
  const moved = refuseSecondDatabase(folder);
  const store = await openPostgres(settings);
  try {
    await refuseOtherDatabase(moved, store);
    await refuseMissingKeys(folder, store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
