/** A data folder with very many accounts, on one engine, and some that are going to ask. */
import { cp } from 'node:fs/promises';
import { openKeyRing } from '../../identity/keyring.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { postgresHouse } from '../testing/postgres-house.ts';
import { seedPostgres } from './seed-postgres.ts';
import { seedScale } from './seed-scale.ts';
import { cpuOfServer } from './server-cpu.ts';
import { askersOf, environmentOf, settleIn, type SettledAsker } from './settle.ts';
import type { Stage } from './stage.ts';

const camerasEach = 2;
/** So many ask again and again. */
const askersCount = 10;
/** So many have their camera opened for the first time. */
const openersCount = 60;

export type EngineName = 'SQLite' | 'PostgreSQL';

export interface House {
  readonly engine: EngineName;
  readonly accounts: number;
  readonly folder: string;
  /** Of a bridge. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of commands. */
  readonly commands: Readonly<Record<string, string>>;
  /** Accounts with a camera that answers, beyond all others. */
  readonly askers: readonly SettledAsker[];
  readonly openers: readonly SettledAsker[];
  /** CPU time of the server of the database, in microseconds; absent where there is none. */
  readonly serverCpu?: () => number;
  /** Opens the store as a command does. The caller closes it. */
  open(): Promise<Store>;
}

const secondsSince = (at: number): string => `${((performance.now() - at) / 1_000).toFixed(0)} s`;

/** Adds those that ask to an installation that was seeded. */
async function settle(
  parts: Omit<House, 'askers' | 'openers'>,
  urls: readonly string[],
): Promise<House> {
  const { folder } = parts;
  const store = await parts.open();
  try {
    const kind = { camerasEach, rtsp: (at: number) => urls[at % urls.length] ?? '' };
    const [askers = [], openers = []] = await settleIn(
      store,
      openKeyRing(dataFolder(folder).keys),
      [
        { ...kind, accounts: askersCount },
        { ...kind, accounts: openersCount },
      ],
    );
    return { ...parts, askers: askersOf(folder, askers), openers: askersOf(folder, openers) };
  } finally {
    await store.close();
  }
}

async function onSqlite(
  stage: Stage,
  accounts: number,
): Promise<Omit<House, 'askers' | 'openers'>> {
  const folder = await stage.folder(`sqlite-${accounts}`);
  await seedScale(folder, { accounts, camerasEach }, (table) => stage.say(`… ${table}`));
  return {
    engine: 'SQLite',
    accounts,
    folder,
    environment: environmentOf(folder),
    commands: { DATA_DIR: folder },
    open: async () => openSqlite({ file: dataFolder(folder).database }),
  };
}

/** Of a server of its own, so that its CPU time is of this one alone. */
async function onPostgres(
  stage: Stage,
  { accounts, folder: like }: Pick<House, 'accounts' | 'folder'>,
): Promise<Omit<House, 'askers' | 'openers'>> {
  const folder = await stage.folder(`postgres-${accounts}`);
  await cp(dataFolder(like).keys, dataFolder(folder).keys);
  const server = await postgresHouse({
    settings: ['shared_buffers=512MB', 'max_wal_size=8GB', 'checkpoint_timeout=1h'],
  });
  stage.later(() => server.stop());
  const database = await server.database();
  const sql = database.client('postgres');
  try {
    await seedPostgres(sql, like, { accounts, camerasEach }, (what) => stage.say(`… ${what}`));
  } finally {
    await sql.end();
  }
  const urls = { DATABASE_URL: database.url('bridge') };
  return {
    engine: 'PostgreSQL',
    accounts,
    folder,
    environment: { ...environmentOf(folder), ...urls },
    commands: { DATA_DIR: folder, ...urls, OPERATOR_DATABASE_URL: database.url('commands') },
    serverCpu: () => cpuOfServer(server.server.postmaster),
    open: () => openPostgres({ url: database.url('commands'), timeoutMs: 60_000, max: 2 }),
  };
}

/** Makes it on SQLite, or on PostgreSQL with the rows of one that is on SQLite. */
export async function makeHouse(
  stage: Stage,
  accounts: number,
  urls: readonly string[],
  like?: House,
): Promise<House> {
  const beganAt = performance.now();
  const parts = await (like === undefined ? onSqlite(stage, accounts) : onPostgres(stage, like));
  const house = await settle(parts, urls);
  stage.say(
    `${house.engine}: ${accounts.toLocaleString('en')} accounts after ${secondsSince(beganAt)}`,
  );
  return house;
}
