/** Brings the schema of a database up to what this build knows, or refuses. */
import { createHash } from 'node:crypto';
import { Failure } from '../../common/failures.ts';
import { type Client, createClient } from './client.ts';
import { connectionOf } from './connection.ts';
import { migrations as all } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { functionOwners, joining, leaving, notJoined, roleStatements } from './roles.ts';
import { refuseShutDatabase } from './shut.ts';
import { failureOf } from './trouble.ts';

export interface AppliedStep {
  readonly version: number;
  readonly checksum: string;
}

/** Any number, the same for every build. Copies of a database hold it, too. */
export const migrationLock = 4_206_318_004;
/** How long another migration, or a transaction in its way, is waited for. */
const waitMs = 10_000;

const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/**
 * Returns the steps that are missing.
 * @throws Failure `internal` if the database has one that `known` does not, or another text of one
 */
export function compareSteps(
  found: readonly AppliedStep[],
  known: readonly Migration[],
): readonly Migration[] {
  for (const { version, checksum: kept } of found) {
    const step = known.find((candidate) => candidate.version === version);
    if (step === undefined) {
      throw new Failure(
        'internal',
        `the database was written by another version of Casement: its schema has step ${version}, ` +
          `this version knows ${known.at(-1)?.version ?? 0}; start a version that knows it`,
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
  applied_at bigint NOT NULL
);
GRANT USAGE ON SCHEMA casement TO casement_bridge, casement_operator;
GRANT SELECT ON casement.migrations TO casement_bridge, casement_operator;
`;
const owners = functionOwners.join(', ');

async function run(
  client: Client,
  known: readonly Migration[],
  now: () => number,
): Promise<number> {
  const steps = await client.begin(async (sql) => {
    await sql.unsafe(`SET LOCAL lock_timeout = ${waitMs}; SET LOCAL client_min_messages = error;
      SELECT pg_advisory_xact_lock(${migrationLock})`);
    // It would be given back to those who call functions.
    await refuseShutDatabase(sql);
    await sql.unsafe(roleStatements);
    await sql.unsafe(schema);
    const found = await sql.unsafe<AppliedStep[]>(
      'SELECT version, checksum FROM casement.migrations ORDER BY version',
    );
    const missing = compareSteps(found, known);
    if (missing.length === 0) return missing;
    const joined = (await sql.unsafe<{ role: string }[]>(notJoined)).map(({ role }) => role);
    if (joined.length > 0) await sql.unsafe(joining(joined));
    // A function can be given only to a role that could have made it.
    await sql.unsafe(`GRANT CREATE ON SCHEMA casement TO ${owners}`);
    for (const { version, name, sql: text } of missing) {
      await sql.unsafe(text);
      await sql.unsafe('INSERT INTO casement.migrations VALUES ($1, $2, $3, $4)', [
        version,
        name,
        checksum(text),
        now(),
      ]);
    }
    await sql.unsafe(`REVOKE CREATE ON SCHEMA casement FROM ${owners}`);
    if (joined.length > 0) await sql.unsafe(leaving(joined));
    return missing;
  });
  return steps.length;
}

/**
 * Runs the steps that the database has not seen, all in one transaction; of two at a time the second waits. Returns how
 * many there were. `url` is that of a role that may make roles, or for which `roleStatements` were run.
 * @throws Failure `internal` as `compareSteps`, `bad-request` if it was moved away, `storage-down` if the database cannot be
 * asked; nothing was changed then
 */
export async function migrate(
  url: string,
  known: readonly Migration[] = all,
  now = Date.now,
): Promise<number> {
  const client = createClient(connectionOf(url), {
    max: 1,
    connectTimeoutMs: waitMs,
    statementTimeoutMs: 0,
  });
  try {
    return await run(client, known, now);
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error);
  } finally {
    await client.end({ timeout: 1 });
  }
}
