/** The database that commands work on: that of a PostgreSQL server, or the SQLite file of the data folder. */
import { openServerDatabase } from '../bridge/data-folder/server-database.ts';
import { Failure } from '../common/failures.ts';
import { openKeyRing, type KeyRing } from '../identity/keyring.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { isHeld } from '../storage/sqlite/file-lock.ts';
import { identityOf } from '../storage/sqlite/identity-of.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import type { Store } from '../storage/store.ts';
import type { Context } from './context.ts';

/** How long a command waits for the server. */
const timeoutMs = 10_000;

/** Returns where the server's database is, if there is one: commands may have a role of their own there. */
export function databaseUrl({ env }: Context): string | undefined {
  return env['OPERATOR_DATABASE_URL'] || env['DATABASE_URL'] || undefined;
}

/** @throws Failure `bad-request`, saying what to do instead, if the database is on a server. */
export function refuseServer(context: Context, instead: string): void {
  if (databaseUrl(context) === undefined) return;
  throw new Failure(
    'bad-request',
    `the database is on a PostgreSQL server (DATABASE_URL): ${instead}`,
  );
}

/**
 * @throws Failure, for a folder without keys, saying first what is wrong with the server or its URL: `not-found`, with
 * `where` in it, if its database has accounts. Returns if it has none.
 */
export async function refuseOtherFolder(
  folder: DataFolder,
  url: string,
  where: string,
): Promise<void> {
  const store = await openServerDatabase(folder, { url, timeoutMs, max: 1 });
  try {
    if (!(await store.operator.accounts.any())) return;
  } finally {
    await store.close();
  }
  throw new Failure(
    'not-found',
    `the database of DATABASE_URL has accounts, and their keys lie in a data folder that is ${where}`,
  );
}

export interface OpenStore {
  readonly store: Store;
  readonly ring: KeyRing;
  /** Tells which database it is, for the bridge to compare. */
  readonly identity: () => Promise<string>;
}

/** Opens it, and the keys, which are made where neither is there. The caller closes the store. */
export async function openStore(folder: DataFolder, url: string | undefined): Promise<OpenStore> {
  if (url !== undefined) {
    const store = await openServerDatabase(folder, { url, timeoutMs, max: 2 });
    const identity = async (): Promise<string> => (await store.operator.restores.lineage()).id;
    return { store, ring: openKeyRing(folder.keys, folder.database), identity };
  }
  const { database, keys, lock } = folder;
  const ring = openKeyRing(keys, database);
  const store = openSqlite({ file: database, mayMigrate: !isHeld(lock) });
  return { store, ring, identity: async () => identityOf(database) ?? '' };
}
