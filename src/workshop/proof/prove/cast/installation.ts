/** Where a run's database is, and how the bridge, its commands and prove itself reach it. */
import { dataFolder } from '../../../../storage/data-folder.ts';
import { openPostgres } from '../../../../storage/postgres/open.ts';
import { writeInBulk } from '../../../../storage/sqlite/bulk.ts';
import { openSqlite } from '../../../../storage/sqlite/open.ts';
import type { Store } from '../../../../storage/store.ts';
import type { EngineName } from '../../engine.ts';

/** URLs of one database of a PostgreSQL server that has nothing in it, each with a role of its own. */
export interface ServerUrls {
  readonly bridge: string;
  readonly commands: string;
  readonly migration: string;
}

export interface Installation {
  readonly engine: EngineName;
  /** What the bridge's environment says of it. */
  readonly bridge: Readonly<Record<string, string>>;
  /** What that of commands does. */
  readonly commands: Readonly<Record<string, string>>;
  /** Opens it as commands do; the caller closes it. */
  open(): Promise<Store>;
  /** Opens it, runs `work`, which writes much, and closes it. */
  fill(work: (store: Omit<Store, 'close'>) => Promise<void>): Promise<void>;
}

/** How long prove, which is busy, waits for the server. */
const timeoutMs = 10_000;

function inFolder(folder: string): Installation {
  const { database } = dataFolder(folder);
  return {
    engine: 'sqlite',
    bridge: {},
    commands: {},
    open: async () => openSqlite({ file: database }),
    fill: (work) => writeInBulk(database, work),
  };
}

function onServer({ bridge, commands, migration }: ServerUrls): Installation {
  const open = (): Promise<Store> => openPostgres({ url: commands, timeoutMs, max: 4 });
  return {
    engine: 'postgres',
    bridge: { DATABASE_URL: bridge },
    commands: {
      DATABASE_URL: bridge,
      OPERATOR_DATABASE_URL: commands,
      MIGRATION_DATABASE_URL: migration,
    },
    open,
    async fill(work) {
      const store = await open();
      try {
        await work(store);
      } finally {
        await store.close();
      }
    },
  };
}

/** Returns that of a data folder, or of a server if there is one: `casement migrate` makes its schema. */
export const installationOf = (folder: string, server: ServerUrls | undefined): Installation =>
  server === undefined ? inFolder(folder) : onServer(server);
