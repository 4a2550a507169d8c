/** SQLite, the embedded default: one file, several processes (the bridge and the commands). */
import Database from 'better-sqlite3';
import { Failure } from '../../common/failures.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrations as known } from '../migrations/all.ts';
import type { Store } from '../store.ts';
import { bindTenants } from '../bound-tenant.ts';
import { createAccounts } from './accounts.ts';
import { createCanaries } from './canaries.ts';
import { createClaims } from './claims.ts';
import { refuseAway } from './copy-marks.ts';
import { createDeviceMap } from './device-map.ts';
import { createDirectory } from './directory.ts';
import { configure, createEngine, unavailable, type Engine } from './engine.ts';
import { createGrants } from './grants.ts';
import { createHistory } from './history.ts';
import { createLooks } from './looks.ts';
import { migrate } from './migrate.ts';
import { createOrigins } from './origins.ts';
import { createOwnAccount } from './own-account.ts';
import { createOwnEntries } from './own-entries.ts';
import { createOwnGrants } from './own-grants.ts';
import { createPins } from './pins.ts';
import { createPlaces } from './places.ts';
import { keepPrivate } from './private-file.ts';
import { createSerials } from './serials.ts';
import { createSealedValues } from './sealed-values.ts';
import { createRestores } from './restores.ts';
import { createRevalidate } from './revalidate.ts';
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

/** Makes the port over an open, configured and migrated engine. */
export function storeOn(engine: Engine, now: () => number, reached = () => Infinity): Store {
  const looks = createLooks(engine);
  const of = bindTenants({
    look: (account, grant) => engine.read(() => looks.look(account, grant)),
    standing: (account, grant) => engine.read(() => looks.look(account, grant).stands),
    ...createOwnEntries(engine),
    ...createOwnGrants(engine, now, reached),
    ...createOwnAccount(engine, now, reached),
  });
  const claims = createClaims(engine, now);
  const general = {
    accounts: createAccounts(engine),
    map: createDeviceMap(engine, claims, now),
    pins: createPins(engine),
    history: createHistory(engine),
  };
  return {
    of,
    directory: createDirectory(engine),
    operator: {
      ...general,
      grants: createGrants(engine, now),
      suspensions: createSuspensions(engine),
      canaries: createCanaries({ of, operator: general }),
      places: createPlaces(engine, claims),
      origins: createOrigins(engine),
      serials: createSerials(engine, now),
      sealed: createSealedValues(engine, now),
      restores: createRestores(engine, now),
    },
    revision: () => engine.read(() => looks.common().all),
    revalidate: createRevalidate(engine, looks),
    close: async () => engine.close(),
  };
}

/**
 * Opens the store in `file`; takes a few milliseconds.
 * @throws Failure `storage-down` if the file cannot be opened or is no data file, `internal` if its schema is
 * not one this build knows, `bad-request` if it was moved away.
 */
export function openSqlite(settings: SqliteSettings): Store {
  const { file, now = Date.now, reached, migrations = known, mayMigrate = true } = settings;
  try {
    keepPrivate(file);
    const db = new Database(file, { timeout: openingMs });
    try {
      configure(db);
      refuseAway(file, db);
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
