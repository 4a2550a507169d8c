/** Whether a role may do too much to be let in, and whether the schema is this build's. */
import { Failure } from '../../common/failures.ts';
import { type Client, createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { type AppliedStep, compareSteps } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { functionOwners } from './roles.ts';
import { refuseShutDatabase } from './shut.ts';
import { failureOf } from './trouble.ts';

interface Standing {
  readonly superuser: boolean;
  readonly bypasses: boolean;
  readonly owns: boolean;
  readonly speaks: boolean;
}

/** A member of a role can do all that the role can, if only by becoming it. */
const standing = `
  SELECT bool_or(r.rolsuper) AS superuser, bool_or(r.rolbypassrls) AS bypasses,
    bool_or(r.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = to_regnamespace('casement')
      UNION SELECT nspowner FROM pg_namespace WHERE nspname = 'casement')) AS owns,
    bool_or(r.rolname = ANY (string_to_array($1, ','))) AS speaks
  FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')`;

function reasonToRefuse({ superuser, bypasses, owns, speaks }: Standing): string | undefined {
  if (superuser) return 'is a superuser, whom no row-level security holds';
  if (bypasses) return 'has BYPASSRLS, whom no row-level security holds';
  if (owns) return 'owns the tables, and can take their row-level security away';
  return speaks ? 'is a member of the roles that the functions speak as' : undefined;
}

async function check(client: Client, known: readonly Migration[]): Promise<void> {
  const [found] = await client.unsafe<Standing[]>(standing, [functionOwners.join(',')]);
  const reason = found && reasonToRefuse(found);
  if (reason !== undefined) {
    throw new Failure(
      'internal',
      `the role of the database URL ${reason}: use one that is a member of casement_bridge or casement_operator alone`,
    );
  }
  await refuseShutDatabase(client);
  const [there] = await client.unsafe<{ is: boolean }[]>(
    `SELECT to_regclass('casement.migrations') IS NOT NULL AS is`,
  );
  const steps =
    there?.is === true
      ? await client.unsafe<AppliedStep[]>('SELECT version, checksum FROM casement.migrations')
      : [];
  if (compareSteps(steps, known).length === 0) return;
  throw new Failure('internal', 'the database has no schema of this version: run casement migrate');
}

/**
 * Resolves if both are so.
 * @throws Failure `internal` saying what is not, `bad-request` if it was moved away; `storage-down` if the database cannot be asked
 */
export async function admit(
  connection: Connection,
  timeoutMs: number,
  known: readonly Migration[] = migrations,
): Promise<void> {
  const client = createClient(connection, {
    max: 1,
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
  });
  try {
    await check(client, known);
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error);
  } finally {
    await client.end({ timeout: 0 });
  }
}
