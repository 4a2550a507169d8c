/**
 * A PostgreSQL database as one end of `casement store copy`, by the role that owns its tables: neither the bridge's nor the
 * commands' may touch one.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../common/failures.ts';
import type { CopySide } from '../copy/side.ts';
import { copiedTables } from '../copy/tables.ts';
import { createClient } from './client.ts';
import { connectionOf } from './connection.ts';
import { keepOthersOut, withRows } from './copy-held-rows.ts';
import { postgresReader, postgresWriter, type Transaction } from './copy-rows.ts';
import { countersOn, marksOn, refuseRows, setCounters } from './copy-state.ts';
import { compareSteps, migrationLock, type AppliedStep } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { refuseOtherUsers, shut, unshut } from './shut.ts';
import { failureOf } from './trouble.ts';

/** How long another copy or migration, or a transaction in the way, is waited for. */
const waitMs = 10_000;
/** How long to wait for a bridge or a command that is just leaving. */
const leavingMs = 3_000;
const pauseMs = 50;

const refuse = (what: string): Failure => new Failure('bad-request', what);

const notOwner = (): Failure =>
  refuse(
    'the role of MIGRATION_DATABASE_URL does not own the tables: name the one by which casement migrate made them',
  );
const noSchema = (): Failure =>
  refuse(
    'the database of MIGRATION_DATABASE_URL has no schema of this version: run casement migrate',
  );

/** Sessions of who calls functions; a superuser's are a person's. */
const others = `
  SELECT count(*) AS count FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND NOT r.rolsuper AND r.rolname <> current_user
    AND (pg_has_role(r.oid, 'casement_bridge'::name, 'MEMBER') OR pg_has_role(r.oid, 'casement_operator'::name, 'MEMBER'))`;

/** `url` is that of the role that owns the tables. @throws Failure `bad-request` if it is none */
export function postgresSide(url: string, now: () => number = Date.now): CopySide {
  const client = createClient(connectionOf(url), {
    max: 1,
    connectTimeoutMs: waitMs,
    statementTimeoutMs: 0,
  });

  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Failure ? error : failureOf(error);
    }
  }

  /** Throws unless the tables are there and the role owns them. */
  async function mustOwn(): Promise<void> {
    const [row] = await client.unsafe<{ there: boolean; strange: number }[]>(`
      SELECT to_regnamespace('casement') IS NOT NULL AS there, count(*) AS strange FROM pg_class
      WHERE relnamespace = to_regnamespace('casement') AND relkind IN ('r', 'p')
        AND NOT pg_has_role(current_user, relowner, 'USAGE')`);
    if (row?.there !== true) throw noSchema();
    if (row.strange > 0) throw notOwner();
    const [mark] = await client.unsafe<{ is: boolean }[]>(
      `SELECT to_regclass('casement.copies') IS NOT NULL AS is`,
    );
    if (mark?.is !== true) throw noSchema();
  }

  /** One transaction; of two copies, or a copy and a migration, the second waits. What it awaits elsewhere may take long. */
  async function transact<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    await mustOwn();
    const { value } = await client.begin(async (sql) => {
      // What is committed here is on the disk, also where others' commits need not be.
      await sql.unsafe(`SET LOCAL lock_timeout = ${waitMs}; SET LOCAL idle_in_transaction_session_timeout = 0;
        SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
        SELECT pg_advisory_xact_lock(${migrationLock})`);
      return { value: await work(sql) };
    });
    return value;
  }

  async function mustBeCurrent(): Promise<void> {
    await mustOwn();
    const steps = await client.unsafe<AppliedStep[]>(
      'SELECT version, checksum FROM casement.migrations',
    );
    if (compareSteps(steps, migrations).length > 0) throw noSchema();
  }

  /** Throws while a bridge, or a command, is connected. */
  async function mustBeAlone(): Promise<void> {
    const end = performance.now() + leavingMs;
    for (;;) {
      const [row] = await client.unsafe<{ count: number }[]>(others);
      if (row?.count === 0) return;
      if (performance.now() >= end) {
        throw refuse(
          `${row?.count} session(s) of bridges or commands are connected to the database: stop every bridge on it first, whatever its folder`,
        );
      }
      await pause(pauseMs);
    }
  }

  return {
    engine: 'postgres',
    marks: () => told(() => transact(marksOn)),
    mayLeave: () =>
      told(async () => {
        await mustBeCurrent();
        await refuseOtherUsers(client);
        await mustBeAlone();
      }),
    mayBeFilled: () =>
      told(async () => {
        await mustBeCurrent();
        await mustBeAlone();
        await transact((sql) => withRows(sql, () => refuseRows(sql)));
      }),
    leave: (copy) =>
      told(() =>
        transact(async (sql) => {
          const { away } = await marksOn(sql);
          if (away !== undefined && away.copy !== copy) {
            throw new Failure('conflict', 'another copy takes this away');
          }
          await refuseOtherUsers(sql);
          await sql.unsafe(shut);
          // What was called before is over then, and is copied.
          await keepOthersOut(sql);
          await sql.unsafe(
            `INSERT INTO casement.copies VALUES ('away', $1, $2, false) ON CONFLICT (way) DO NOTHING`,
            [copy, now()],
          );
        }),
      ),
    left: (copy) =>
      told(() =>
        transact(async (sql) => {
          await sql.unsafe(
            `UPDATE casement.copies SET done = true WHERE way = 'away' AND copy = $1`,
            [copy],
          );
        }),
      ),
    stay: () =>
      told(() =>
        transact(async (sql) => {
          await sql.unsafe(`DELETE FROM casement.copies WHERE way = 'away'`);
          await sql.unsafe(unshut);
        }),
      ),
    read: (work) =>
      told(async () => {
        // Who came before `leave` may still be about to write.
        await mustBeAlone();
        return transact((sql) =>
          withRows(sql, async () => work(postgresReader(sql), await countersOn(sql))),
        );
      }),
    receive: (filling) =>
      told(() =>
        transact((sql) =>
          withRows(sql, async () => {
            await refuseRows(sql);
            await filling.write(postgresWriter(sql));
            await setCounters(sql, filling, now());
            // What is asked first is planned by how much there is.
            for (const { name } of copiedTables) await sql.unsafe(`ANALYZE casement.${name}`);
          }),
        ),
      ),
    discard: async () => undefined,
    close: () => client.end({ timeout: 1 }),
  };
}
