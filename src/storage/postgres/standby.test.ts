/**
 * A standby that is promoted: with synchronous replication nothing is lost that was acknowledged, and without it that
 * may be a revocation.
 *
 * @takes 10 s
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import {
  type PostgresServer,
  replicating,
  startStandby,
} from '../../workshop/testing/postgres-server.ts';
import { until } from '../../workshop/until.ts';
import { operatorWords } from '../../common/operator-words.ts';
import type { Failure } from '../../common/failures.ts';
import type { AccountId, GrantId } from '../../identity/ids.ts';
import { sampleAccount, sampleCode, sampleGrant } from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import type { Client } from './client.ts';
import { lossOf, readCommits } from './commits.ts';
import { openPostgres } from './open.ts';

describeUnless(missingPostgres(), 'a standby', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let admin: Client;
  const standbys: PostgresServer[] = [];
  beforeAll(async () => {
    house = await postgresHouse({ settings: replicating });
    database = await house.database();
    admin = database.client('postgres');
    // Copies of a server that stands still are whole.
    await house.server.end('INT');
    standbys.push(await startStandby(house.server), await startStandby(house.server));
    await house.server.begin();
    await until(async () => (await attached()) === 2, 30_000, { what: 'no standby follows' });
  });
  afterAll(async () => {
    await admin.end();
    for (const standby of standbys) await standby.stop();
    await house.stop();
  });

  async function attached(): Promise<number> {
    const rows = await admin`SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'`.catch(
      () => [],
    );
    return rows.length;
  }

  /** The URL of the same database on another server. */
  const on = (server: PostgresServer, login: 'bridge' | 'commands'): string =>
    database
      .url(login)
      .replace(encodeURIComponent(house.server.folder), encodeURIComponent(server.folder));

  interface Linked {
    readonly account: AccountId;
    readonly grant: GrantId;
  }

  async function linked(store: Store): Promise<Linked> {
    const account = sampleAccount();
    await store.operator.accounts.add(account);
    const grant = sampleGrant(account.id);
    await store.of(grant.account).addGrant(grant, sampleCode(grant));
    return { account: account.id, grant: grant.id };
  }

  /** As a bridge reads it. Servers of tests do not wait for their disks, which outlive them. */
  const commits = async () => ({
    ...(await readCommits(database.url('bridge'))),
    reachesDisk: true,
  });

  const stands = (store: Store, { account, grant }: Linked): Promise<boolean> =>
    store.of(account).standing(grant);

  /** Waits until every standby that is attached has all. */
  async function caughtUp(): Promise<void> {
    await until(async () => {
      const late = await admin`
        SELECT 1 FROM pg_stat_replication WHERE replay_lsn IS DISTINCT FROM pg_current_wal_lsn()`;
      return late.length === 0 && (await attached()) > 0;
    }, 30_000);
  }

  test('is asked nothing: it may not know yet what was taken away', async () => {
    const [standby] = standbys;
    const failure: unknown = await openPostgres({
      url: on(standby as PostgresServer, 'bridge'),
    }).catch((error: unknown) => error);
    expect(operatorWords(failure as Failure)).toMatch(
      /leads to a standby: let it lead to the primary/,
    );
  });

  test('that nobody waits for lacks a revocation that was acknowledged, once it is promoted; a bridge is told before', async () => {
    const [, standby] = standbys as [PostgresServer, PostgresServer];
    const found = await commits();
    expect(found).toMatchObject({
      synchronousCommit: 'on',
      namesStandbys: false,
      hasStandby: true,
    });
    expect(lossOf(found)).toMatchObject({ by: 'a promotion of the standby' });

    const store = await openPostgres({ url: database.url('commands') });
    const one = await linked(store);
    await caughtUp();
    // It is away for a moment, as by a network that is slow.
    await standby.end('QUIT');
    await store.of(one.account).revokeGrant(one.grant);
    expect(await stands(store, one)).toBe(false);
    await store.close();
    await house.server.end('QUIT');
    await standby.begin();
    await standby.promote();
    const after = await openPostgres({ url: on(standby, 'commands') });
    expect(await stands(after, one)).toBe(true);
    await after.close();
    await standby.stop();
    await house.server.begin();
  });

  test('that is waited for has all that was acknowledged, and what it lacks was not', async () => {
    const [standby] = standbys as [PostgresServer];
    await until(async () => (await attached()) === 1, 30_000);
    await admin.unsafe(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await admin.unsafe('SELECT pg_reload_conf()');
    await until(async () => {
      const rows = await admin`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`;
      return rows.length === 1;
    }, 30_000);
    await admin.unsafe('ALTER ROLE commands SET synchronous_commit = local');
    expect(lossOf(await commits())).toMatchObject({
      mend: 'set synchronous_commit = on, for every role',
    });
    await admin.unsafe('ALTER ROLE commands RESET synchronous_commit');
    expect(lossOf(await commits())).toBeUndefined();

    const store = await openPostgres({ url: database.url('commands') });
    const kept = await linked(store);
    const revoked = await linked(store);
    await store.of(revoked.account).revokeGrant(revoked.grant);
    await standby.end('QUIT');
    await expect(store.of(kept.account).revokeGrant(kept.grant)).rejects.toMatchObject({
      code: 'storage-down',
    });
    // PostgreSQL tells a write as done whose wait somebody ends, and only notes that it waits no more.
    let isTold = false;
    const cut = store.operator.accounts
      .add(sampleAccount())
      .catch((error: unknown) => error)
      .finally(() => (isTold = true));
    await until(async () => {
      await admin`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`;
      return isTold;
    });
    expect(await cut).toMatchObject({ code: 'storage-down', message: 'storage may lose it' });
    await store.close();
    await house.server.end('QUIT');
    await standby.begin();
    await standby.promote();
    const after = await openPostgres({ url: on(standby, 'commands') });
    expect(await stands(after, revoked)).toBe(false);
    expect(await stands(after, kept)).toBe(true);
    await after.close();
  });
});
