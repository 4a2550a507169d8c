/** Whether a role may do too much to be let in, and whether the schema is this build's. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../common/failures.ts';
import { type Client, createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { appliedSteps, compareSteps } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { functionOwners } from './roles.ts';
import { refuseShutDatabase } from './shut.ts';
import { failureOf, isStarting, unanswered } from './trouble.ts';

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
  const steps = await appliedSteps(client);
  if (compareSteps(steps, known).length === 0) return;
  throw new Failure('internal', 'the database has no schema of this version: run casement migrate');
}

export interface AdmissionTerms {
  /** How long one try takes at most. */
  readonly timeoutMs: number;
  /** How long a server that is starting, or not there yet, is waited for in all; not at all by default. */
  readonly waitMs?: number;
  /** Called once if it is waited for, with why. */
  readonly onWait?: (why: Failure) => void;
  readonly known?: readonly Migration[];
}

/** Between two looks at a server that is not there yet. */
const pauseMs = 100;

async function tryOnce(
  connection: Connection,
  timeoutMs: number,
  known: readonly Migration[],
): Promise<void> {
  const client = createClient(connection, {
    max: 1,
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
  });
  // Whatever stands between may take a connection and never answer.
  const giveUp = new AbortController();
  const late = pause(timeoutMs * 1.5, undefined, { signal: giveUp.signal }).then(() => {
    throw unanswered();
  });
  late.catch(() => {});
  try {
    await Promise.race([check(client, known), late]);
  } finally {
    giveUp.abort();
    await client.end({ timeout: 0 });
  }
}

/**
 * Resolves if both are so.
 * @throws Failure `internal` saying what is not, `bad-request` if it was moved away; `storage-down` if the database cannot be asked
 */
export async function admit(
  connection: Connection,
  { timeoutMs, waitMs = 0, onWait, known = migrations }: AdmissionTerms,
): Promise<void> {
  const end = performance.now() + waitMs;
  for (let waited = false; ; waited = true) {
    try {
      await tryOnce(connection, timeoutMs, known);
      return;
    } catch (error) {
      const failure = error instanceof Failure ? error : failureOf(error);
      if (!isStarting(error) || performance.now() + pauseMs >= end) throw failure;
      if (!waited) onWait?.(failure);
      await pause(pauseMs);
    }
  }
}
