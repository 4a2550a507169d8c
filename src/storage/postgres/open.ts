/** PostgreSQL: many bridges and commands on one database. */
import { bindTenants } from '../bound-tenant.ts';
import type { Store } from '../store.ts';
import { createAccounts } from './accounts.ts';
import { type AdmissionTerms, admit } from './admission.ts';
import { createBridges } from './bridges.ts';
import { createCanaries } from './canaries.ts';
import { connectionOf } from './connection.ts';
import { createDeviceMap } from './device-map.ts';
import { createDirectory } from './directory.ts';
import { createEngine, type Engine } from './engine.ts';
import { createGrants } from './grants.ts';
import { createHistory } from './history.ts';
import { createLooks } from './looks.ts';
import { createOrigins } from './origins.ts';
import { createOwnAccount } from './own-account.ts';
import { createOwnEntries } from './own-entries.ts';
import { createOwnGrants } from './own-grants.ts';
import { createPins } from './pins.ts';
import { createPlaces } from './places.ts';
import { createRestores } from './restores.ts';
import { createSealedValues } from './sealed-values.ts';
import { createSerials } from './serials.ts';
import { createSuspensions } from './suspensions.ts';

export interface PostgresSettings {
  /** See connection.ts. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The time that has certainly come: rows past their time are removed by it. */
  readonly reached?: () => number;
  /** How long any operation takes at most; 2,000 by default. */
  readonly timeoutMs?: number;
  /** The most connections; 10 by default. */
  readonly max?: number;
  /** Whether, and how, a server that is not there yet is waited for: see admission.ts. */
  readonly starting?: Pick<AdmissionTerms, 'waitMs' | 'onWait'>;
}

/** Makes the port over an engine. */
function storeOn(engine: Engine, now: () => number, reached: () => number): Store {
  const { look, standing, revision, revalidate } = createLooks(engine);
  return {
    of: bindTenants({
      look,
      standing,
      ...createOwnEntries(engine),
      ...createOwnGrants(engine, now, reached),
      ...createOwnAccount(engine, now, reached),
    }),
    directory: createDirectory(engine),
    operator: {
      accounts: createAccounts(engine),
      map: createDeviceMap(engine, now),
      grants: createGrants(engine, now),
      suspensions: createSuspensions(engine),
      pins: createPins(engine),
      places: createPlaces(engine, now),
      origins: createOrigins(engine),
      serials: createSerials(engine, now),
      history: createHistory(engine),
      sealed: createSealedValues(engine, now),
      restores: createRestores(engine, now),
      canaries: createCanaries(engine, now),
    },
    bridges: createBridges(engine),
    revision,
    revalidate,
    close: () => engine.close(),
  };
}

/**
 * Opens the store in a database.
 * @throws Failure `bad-request` if the URL is none, `internal` if its role may do too much or the schema is not this
 * build's (migrate.ts), `storage-down` if the database cannot be asked
 */
export async function openPostgres(settings: PostgresSettings): Promise<Store> {
  const { url, now = Date.now, reached = () => Infinity, timeoutMs = 2_000, max = 10 } = settings;
  const connection = connectionOf(url);
  await admit(connection, { timeoutMs, ...settings.starting });
  return storeOn(createEngine(connection, { timeoutMs, max }), now, reached);
}
