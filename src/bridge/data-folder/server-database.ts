/** A database on a PostgreSQL server, for a data folder that has everything else: keys, delivery record, control socket. */
import { existsSync } from 'node:fs';
import { Failure } from '../../common/failures.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { openPostgres, type PostgresSettings } from '../../storage/postgres/open.ts';
import type { Store } from '../../storage/store.ts';

/** A folder would have two databases: what is revoked in one goes on in the other. */
function refuseSecondDatabase({ database }: DataFolder): void {
  if (!existsSync(database)) return;
  throw new Failure(
    'bad-request',
    `DATABASE_URL is set, and ${database} is a database, too: name another folder as DATA_DIR, or leave DATABASE_URL out`,
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
  refuseSecondDatabase(folder);
  const store = await openPostgres(settings);
  try {
    await refuseMissingKeys(folder, store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
