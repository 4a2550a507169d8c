/**
 * The real store on a server of its own, put back after every run: the tables are filled again with what they held when
 * the first run began. A run cannot be one transaction here: revisions are numbers of transactions.
 *
 * One connection, which is there before the first run: timers are moved by hand meanwhile, and a seed is to give the
 * same run each time. So statements of two calls never run at one time here; engine.test.ts lets them.
 */
import { setImmediate } from 'node:timers/promises';
import { openPostgres } from '../../../storage/postgres/open.ts';
import type { Store } from '../../../storage/store.ts';
import { postgresHouse } from '../../testing/postgres-house.ts';
import type { ScratchStore } from './scratch-store.ts';

/** The longest that one call takes, in milliseconds of the real clock: the machine may be busy. */
const timeoutMs = 60_000;
/** After so many runs what was removed is cleared away, which nobody else does there. */
const runsBetween = 200;

/** Returns `store`, calling `begins` before each call and `ends` after it. */
function watched(store: Store, begins: () => void, ends: () => void): Store {
  const around =
    (call: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      begins();
      try {
        return await call(...args);
      } finally {
        ends();
      }
    };
  const watch = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => {
        if (typeof value === 'function') return [name, around(value as () => unknown)];
        return [name, typeof value === 'object' && value !== null ? watch(value) : value];
      }),
    );
  return {
    ...(watch(store) as Store),
    of(account) {
      const tenant = store.of(account);
      return new Proxy(tenant, {
        get: (_target, name) =>
          around((...args) =>
            Reflect.apply(Reflect.get(tenant, name) as () => unknown, tenant, args),
          ),
      });
    },
  };
}

/** Starts a server, which ends with this process. `now`: milliseconds since 1970. */
export async function openPostgresScratch(now: () => number): Promise<ScratchStore> {
  const house = await postgresHouse();
  const database = await house.database();
  const url = database.url('commands');
  // Its own row would be written between the turns of the scheduler: one bridge is alone here, and needs none.
  const { bridges: _others, ...real } = await openPostgres({ url, now, max: 1, timeoutMs });
  const admin = database.client('postgres');
  await real.revision();
  const tables = (
    await admin.unsafe<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'casement'::regnamespace AND relkind = 'r'
         AND relname NOT IN ('migrations', 'lineage')`,
    )
  ).map(({ name }) => name);
  const each = (statement: (table: string) => string): string => tables.map(statement).join('');
  const keep = `CREATE SCHEMA kept; ${each((table) => `CREATE TABLE kept.${table} AS TABLE casement.${table};`)}`;
  const restore = `SET session_replication_role = replica; ${each(
    (table) =>
      `DELETE FROM casement.${table}; INSERT INTO casement.${table} SELECT * FROM kept.${table};`,
  )}`;
  let calls = 0;
  let runs = 0;
  let isKept = false;
  const waiting: (() => void)[] = [];

  async function quiet(): Promise<void> {
    while (calls > 0) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      // Whoever asked may ask again at once.
      await setImmediate();
    }
  }

  return {
    store: watched(
      real,
      () => (calls += 1),
      () => {
        calls -= 1;
        for (const resolve of waiting.splice(0)) resolve();
      },
    ),
    get isBusy() {
      return calls > 0;
    },
    quiet,
    async begin() {
      if (isKept) return;
      isKept = true;
      await admin.unsafe(keep);
    },
    async undo() {
      await quiet();
      await admin.unsafe(restore);
      runs += 1;
      if (runs % runsBetween === 0) await admin.unsafe('VACUUM');
    },
    async close() {
      await admin.end({ timeout: 1 });
      await real.close();
      await house.stop();
    },
  };
}
