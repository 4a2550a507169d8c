/** Brings the schema of a database up to what this build knows, or refuses. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../common/failures.ts';
import { type Client, createClient } from './client.ts';
import { connectionOf } from './connection.ts';
import { migrations as all } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { functionOwners, joined, joining, leaving, roleStatements } from './roles.ts';
import { isShutQuestion, refuseShutDatabase } from './shut.ts';
import { failureOf, isInTheWay } from './trouble.ts';

export interface AppliedStep {
  readonly version: number;
  readonly checksum: string;
  /** As `Migration.oldest`; absent, too, in a database that was migrated before there was such a column. */
  readonly oldest?: number | null;
}

/** Any number, the same for every build. Copies of a database hold it, too. */
export const migrationLock = 4_206_318_004;
/** How long another migration, or transactions in its way, are waited for in all. */
const waitMs = 10_000;
/**
 * How long a lock of a table is waited for at a time. Whoever reads the table meanwhile waits behind, bridges included,
 * whose streams outlive that for less than their lease. Then they are let through before the next try.
 */
const lockMs = 200;

const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/**
 * Returns the steps that are missing.
 * @throws Failure `internal` if the database has one that `known` does not and that it has to, or another text of one
 */
export function compareSteps(
  found: readonly AppliedStep[],
  known: readonly Migration[],
): readonly Migration[] {
  const latest = known.at(-1)?.version ?? 0;
  for (const { version, checksum: kept, oldest } of found) {
    const step = known.find((candidate) => candidate.version === version);
    if (step === undefined) {
      if ((oldest ?? version) <= latest) continue;
      throw new Failure(
        'internal',
        `the database was written by another version of Casement: its schema has step ${version}, ` +
          `this version knows ${latest}; start a version that knows it`,
      );
    }
    if (checksum(step.sql) !== kept) {
      throw new Failure(
        'internal',
        `the database was made by another text of schema step ${version} (${step.name}): ` +
          'its checksum differs; start the version of Casement that made it',
      );
    }
  }
  return known.filter(({ version }) => !found.some((row) => row.version === version));
}

const schema = `
CREATE SCHEMA IF NOT EXISTS casement;
REVOKE ALL ON SCHEMA casement FROM PUBLIC;
CREATE TABLE IF NOT EXISTS casement.migrations (
  version bigint NOT NULL PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at bigint NOT NULL,
  oldest bigint
);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_attribute
    WHERE attrelid = 'casement.migrations'::regclass AND attname = 'oldest') THEN
    ALTER TABLE casement.migrations ADD COLUMN oldest bigint;
  END IF;
END $$;
GRANT USAGE ON SCHEMA casement TO casement_bridge, casement_operator;
GRANT SELECT ON casement.migrations TO casement_bridge, casement_operator;
`;
const owners = functionOwners.join(', ');

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Returns the steps that a database has seen; none if it has no schema. */
export async function appliedSteps(client: Client): Promise<readonly AppliedStep[]> {
  const [there] = await client.unsafe<{ is: boolean }[]>(
    `SELECT to_regclass('casement.migrations') IS NOT NULL AS is`,
  );
  // All columns: one that was migrated by an earlier version has less.
  return there?.is === true
    ? client.unsafe<AppliedStep[]>('SELECT * FROM casement.migrations ORDER BY version')
    : [];
}

const noted = ({ version, name, sql, oldest }: Migration, now: number): string =>
  `INSERT INTO casement.migrations (version, name, checksum, applied_at, oldest)
   VALUES (${version}, ${literal(name)}, ${literal(checksum(sql))}, ${now}, ${oldest ?? 'NULL'});`;

/**
 * All that has to be done, in one message, which is one transaction: of a client that is killed, or a connection that is
 * lost, the server has heard all of it or nothing. It fails as a transaction does that another was in the way of, if
 * the database has other steps by then than the `found` ones.
 */
const message = (
  found: readonly AppliedStep[],
  missing: readonly Migration[],
  now: number,
): string => `
SET LOCAL client_min_messages = error;
SET LOCAL lock_timeout = ${waitMs};
SELECT pg_advisory_xact_lock(${migrationLock});
DO $$ BEGIN
  -- It would be given back to those who call functions.
  IF (${isShutQuestion}) THEN
    RAISE EXCEPTION 'the database is being moved' USING ERRCODE = 'serialization_failure';
  END IF;
END $$;
${roleStatements}
${schema}
DO $$ BEGIN
  IF (SELECT coalesce(string_agg(version::text, ',' ORDER BY version), '') FROM casement.migrations)
    <> '${found.map(({ version }) => version).join(',')}' THEN
    RAISE EXCEPTION 'another migration has run' USING ERRCODE = 'serialization_failure';
  END IF;
END $$;
${joining}
-- A function can be given only to a role that could have made it.
GRANT CREATE ON SCHEMA casement TO ${owners};
SET LOCAL lock_timeout = ${lockMs};
${missing.map((step) => `${step.sql};\n${noted(step, now)}`).join('\n')}
REVOKE CREATE ON SCHEMA casement FROM ${owners};
${leaving}`;

interface RoleRow {
  readonly role: string;
}

async function tryOnce(
  client: Client,
  known: readonly Migration[],
  now: () => number,
): Promise<number> {
  await refuseShutDatabase(client);
  const found = await appliedSteps(client);
  const missing = compareSteps(found, known);
  if (missing.length > 0) await client.unsafe(message(found, missing, now()));
  return missing.length;
}

/** Tries again while a transaction is in the way, and lets others through between. */
async function run(
  client: Client,
  known: readonly Migration[],
  now: () => number,
): Promise<number> {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      return await tryOnce(client, known, now);
    } catch (error) {
      if (!isInTheWay(error) || performance.now() >= end) throw error;
      await pause(lockMs * (1 + Math.random()));
    }
  }
}

/** Does `work` with a client of the owner. @throws Failure in place of what the client throws */
async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient(connectionOf(url), {
    max: 1,
    connectTimeoutMs: waitMs,
    statementTimeoutMs: 0,
  });
  try {
    return await work(client);
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error, 'migration');
  } finally {
    await client.end({ timeout: 1 });
  }
}

/**
 * Returns those of the roles which see every row that the owner was lent, and has still: an administrator takes them back.
 * @throws Failure `storage-down` if the database cannot be asked
 */
export const stillLent = (url: string): Promise<readonly string[]> =>
  asOwner(url, async (client) => (await client.unsafe<RoleRow[]>(joined)).map(({ role }) => role));

/**
 * Runs the steps that the database has not seen, all in one transaction; of two at a time the second waits. Returns how
 * many there were. `url` is that of a role that may make roles, or for which `roleStatements` were run.
 * @throws Failure `internal` as `compareSteps`, `bad-request` if it was moved away, `storage-down` if the database cannot be
 * asked; nothing was changed then
 */
export function migrate(
  url: string,
  known: readonly Migration[] = all,
  now = Date.now,
): Promise<number> {
  return asOwner(url, (client) => run(client, known, now));
}
