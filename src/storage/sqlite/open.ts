/** SQLite, the embedded default: one file, several processes (the bridge and the commands). */
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrations as known } from '../migrations/all.ts';
import type { Store } from '../store.ts';
import { createAccounts } from './accounts.ts';
import { createClaims } from './claims.ts';
import { createDeviceMap } from './device-map.ts';
import { configure, createEngine, unavailable, type Engine } from './engine.ts';
import { createGrants } from './grants.ts';
import { createHistory } from './history.ts';
import { migrate } from './migrate.ts';
import { createOrigins } from './origins.ts';
import { createPins } from './pins.ts';
import { createPlaces } from './places.ts';
import { keepPrivate } from './private-file.ts';
import { createSerials } from './serials.ts';
import { createSealedValues } from './sealed-values.ts';
import { createRestores } from './restores.ts';
import { createRevalidate, type Reading } from './revalidate.ts';
import { createSuspensions } from './suspensions.ts';

/** How long opening may wait for another process that is making the file. */
const openingMs = 5_000;

export interface SqliteSettings {
  /** Path of the data file; a missing one is made (mode 0600, folder 0700). */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The time that has certainly come: rows past their time are removed by it. */
  readonly reached?: () => number;
  /** Whether a file of an earlier version may be brought up to this one (the default). */
  readonly mayMigrate?: boolean;
  /** The schema that the file must have; only a test has use for another one. */
  readonly migrations?: readonly Migration[];
}

interface LookRow {
  readonly stands: 0 | 1;
  readonly revision: number;
}

/** Makes the port over an open, configured and migrated engine. */
export function storeOn(engine: Engine, now: () => number, reached = () => Infinity): Store {
  const account = engine.prepare<[string], LookRow>(
    `SELECT value AS revision, EXISTS (
       SELECT 1 FROM accounts a WHERE a.id = ? AND a.unconfirmed = 0
     ) AS stands
     FROM revision r WHERE r.id = 1`,
  );
  const active = engine.prepare<[string, string], LookRow>(
    `SELECT value AS revision, EXISTS (
       SELECT 1 FROM grants g JOIN accounts a ON a.id = g.account
       WHERE g.id = ? AND g.account = ? AND g.revoked_at IS NULL AND a.unconfirmed = 0
     ) AS stands FROM revision r WHERE r.id = 1`,
  );
  const revision = engine.prepare<[], { value: number }>('SELECT value FROM revision WHERE id = 1');
  const reading: Reading = {
    look(of, grant) {
      const row = grant === undefined ? account.get(of) : active.get(grant, of);
      if (row === undefined) throw new TypeError('the revision counter is missing');
      return { stands: row.stands === 1, revision: row.revision };
    },
    revision() {
      const row = revision.get();
      if (row === undefined) throw new TypeError('the revision counter is missing');
      return row.value;
    },
  };
  const look: Store['look'] = (of, grant) => engine.read(() => reading.look(of, grant));
  const claims = createClaims(engine, now);
  return {
    look,
    accounts: createAccounts(engine, now, reached),
    map: createDeviceMap(engine, claims, now),
    grants: createGrants(engine, now, reached),
    suspensions: createSuspensions(engine),
    pins: createPins(engine),
    places: createPlaces(engine, claims),
    origins: createOrigins(engine),
    serials: createSerials(engine, now),
    history: createHistory(engine),
    sealed: createSealedValues(engine, now),
    restores: createRestores(engine, now),
    standing: async (of, grant) => (await look(of, grant)).stands,
    revision: () => engine.read(() => reading.revision()),
    revalidate: createRevalidate(engine, reading),
    close: async () => engine.close(),
  };
}

/**
 * Opens the store in `file`; takes a few milliseconds.
 * @throws Failure `storage-down` if the file cannot be opened or is no data file, `internal` if its schema is
 * not one this build knows.
 */
export function openSqlite(settings: SqliteSettings): Store {
  const { file, now = Date.now, reached, migrations = known, mayMigrate = true } = settings;
  try {
    keepPrivate(file);
    const db = new Database(file, { timeout: openingMs });
    try {
      configure(db);
      migrate(db, migrations, now, mayMigrate);
      return storeOn(createEngine(db), now, reached);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw error instanceof Failure ? error : unavailable(error);
  }
}
