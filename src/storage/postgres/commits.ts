/** Whether what a server has acknowledged outlives it: by what it is set to, as a bridge reads it. */
import { createClient } from './client.ts';
import { connectionOf } from './connection.ts';
import { failureOf } from './trouble.ts';

export interface Commits {
  /** `synchronous_commit` of this role; the weakest that any role is given on this database. */
  readonly synchronousCommit: string;
  /** Whether `synchronous_standby_names` names any. */
  readonly namesStandbys: boolean;
  /** Whether a standby is attached, or has a slot that is kept for it. */
  readonly hasStandby: boolean;
  /** Whether the server waits for its own disk (`fsync`). */
  readonly reachesDisk: boolean;
}

interface Row {
  readonly own: string;
  readonly given: string;
  readonly names: string;
  readonly standby: boolean;
  readonly fsync: string;
}

/** Of a standby nobody but its owner is told more than that it is there. Settings of roles are no secret to others. */
const question = `
SELECT current_setting('synchronous_commit') AS own, current_setting('synchronous_standby_names') AS names,
  current_setting('fsync') AS fsync,
  EXISTS (SELECT FROM pg_stat_replication)
    OR EXISTS (SELECT FROM pg_replication_slots WHERE slot_type = 'physical') AS standby,
  coalesce((SELECT string_agg(split_part(one, '=', 2), ',') FROM pg_db_role_setting s, unnest(s.setconfig) one
    WHERE one LIKE 'synchronous_commit=%' AND s.setdatabase IN (0,
      (SELECT oid FROM pg_database WHERE datname = current_database()))), '') AS given`;

/** From the weakest on. */
const order = ['off', 'local', 'remote_write', 'on', 'remote_apply'];

function weakest(values: readonly string[]): string {
  const known = values.filter((value) => order.includes(value));
  return known.toSorted((one, other) => order.indexOf(one) - order.indexOf(other))[0] ?? 'on';
}

/** Asks a server, over a connection of its own. @throws Failure as `openPostgres` */
export async function readCommits(url: string, timeoutMs = 2_000): Promise<Commits> {
  const client = createClient(connectionOf(url), {
    max: 1,
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
  });
  try {
    const [row] = await client.unsafe<Row[]>(question);
    if (row === undefined) throw new TypeError('the settings are missing');
    const { own, given, names, standby, fsync } = row;
    return {
      synchronousCommit: weakest([own, ...given.split(',')]),
      namesStandbys: names.trim() !== '',
      hasStandby: standby,
      reachesDisk: fsync === 'on',
    };
  } catch (error) {
    throw failureOf(error);
  } finally {
    await client.end({ timeout: 0 });
  }
}

/** Returns what may take back what was acknowledged, and how that is mended; undefined if nothing does. */
export function lossOf(
  commits: Commits,
): { readonly by: string; readonly mend: string } | undefined {
  const { synchronousCommit, namesStandbys, hasStandby, reachesDisk } = commits;
  if (!reachesDisk) return { by: 'a crash of the machine', mend: 'set fsync = on' };
  if (synchronousCommit === 'off') {
    return { by: 'a crash of the server', mend: 'set synchronous_commit = on, for every role' };
  }
  if (!hasStandby) return undefined;
  if (!namesStandbys) {
    return { by: 'a promotion of the standby', mend: 'name it in synchronous_standby_names' };
  }
  return synchronousCommit === 'local'
    ? { by: 'a promotion of the standby', mend: 'set synchronous_commit = on, for every role' }
    : undefined;
}
