/**
 * What goes wrong between a bridge and its database: everything is told by a failure of the port, and soon.
 *
 * @takes 12 s
 */
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../../common/free-port.ts';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { until } from '../../workshop/until.ts';
import { newGrantId, type AccountId } from '../../identity/ids.ts';
import {
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
} from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import type { Client } from './client.ts';
import { openPostgres } from './open.ts';

const down = { code: 'storage-down' };

test('a database that is not there is told without a part of its URL', async () => {
  const url = `postgres://bridge:hunter2@127.0.0.1:${await freePort()}/casement`;
  const error: unknown = await openPostgres({ url }).catch((reason: unknown) => reason);
  expect(error).toMatchObject(down);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
});

describeUnless(missingPostgres(), 'a store on a server', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let store: Store;
  let sql: Client;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.database();
    store = await openPostgres({ url: database.url('commands'), now: () => noon });
    sql = database.client('postgres');
  });
  afterEach(async () => {
    await sql.end();
    await store.close();
    await database.drop();
  });

  /** Adds a camera in a transaction of the caller's. */
  async function addCamera(client: { unsafe: Client['unsafe'] }, owner: AccountId): Promise<void> {
    const text = `SELECT casement.camera_add($1, 1, 'camera', NULL, NULL, NULL, NULL, 'k.s', false, NULL,
      $2, $3, 'owner', 'Door', NULL, '[]', 0, $4)`;
    const { device } = sampleEntry(owner);
    await client.unsafe(text, [sampleCamera().camera, owner, device, JSON.stringify(nowhere)]);
  }

  /** Whether a store waits for what somebody holds. In a transaction the view of what others do stands still. */
  async function isWaited(watcher: Client): Promise<boolean> {
    const waiting = await watcher`
      SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'commands'`;
    return waiting.length > 0;
  }

  test('that does not answer says so, and answers again when it can', async () => {
    await store.revision();
    const [held] = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE usename = 'commands'`;
    if (held === undefined) throw new Error('no connection');
    process.kill(held.pid, 'SIGSTOP');
    try {
      await expect(store.revision()).rejects.toMatchObject(down);
    } finally {
      process.kill(held.pid, 'SIGCONT');
    }
    expect(await store.revision()).toBeGreaterThan(0);
  });

  test('from which nothing came for a while is asked by new connections', async () => {
    const few = await openPostgres({ url: database.url('commands'), max: 1 });
    try {
      await few.revision();
      const held = await sql<
        { pid: number }[]
      >`SELECT pid FROM pg_stat_activity WHERE usename = 'commands'`;
      for (const { pid } of held) process.kill(pid, 'SIGSTOP');
      try {
        await expect(few.revision()).rejects.toMatchObject(down);
        expect(await few.revision()).toBeGreaterThan(0);
      } finally {
        for (const { pid } of held) process.kill(pid, 'SIGCONT');
      }
    } finally {
      await few.close();
    }
  });

  test('that was restarted is asked by new connections', async () => {
    await store.revision();
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'commands'`;
    await until(async () => (await store.revision().catch(() => 0)) > 0);
    expect(await store.revision()).toBeGreaterThan(0);
  });

  test('that takes no more connections', async () => {
    await sql`ALTER ROLE commands CONNECTION LIMIT 0`;
    try {
      await expect(openPostgres({ url: database.url('commands') })).rejects.toMatchObject(down);
    } finally {
      await sql`ALTER ROLE commands CONNECTION LIMIT -1`;
    }
  });

  test('that may only be read, as a standby, answers what is read and refuses the rest', async () => {
    await sql`ALTER ROLE commands SET default_transaction_read_only = on`;
    const standby = await openPostgres({ url: database.url('commands') });
    try {
      expect(await standby.revision()).toBeGreaterThan(0);
      await expect(standby.operator.accounts.add(sampleAccount())).rejects.toMatchObject(down);
    } finally {
      await standby.close();
      await sql`ALTER ROLE commands RESET default_transaction_read_only`;
    }
  });

  test('in which a row is held does not wait for it for ever, and nothing is left behind', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    await sql.begin(async (inside) => {
      await inside`SELECT 1 FROM casement.accounts WHERE id = ${birch.id} FOR UPDATE`;
      await expect(store.of(birch.id).setPassword('new')).rejects.toMatchObject(down);
    });
    expect(await store.of(birch.id).record()).toEqual(birch);
  });

  test('in which two wait for one another carries out both', async () => {
    const patient = await openPostgres({ url: database.url('commands'), timeoutMs: 60_000 });
    const watcher = database.client('postgres');
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    const undone = async () =>
      (
        await sql<
          { count: number }[]
        >`SELECT deadlocks AS count FROM pg_stat_database WHERE datname = current_database()`
      )[0]?.count;
    try {
      const waits = await sql.begin(async (inside) => {
        // The other one finds out first.
        await inside`SET LOCAL deadlock_timeout = '60s'`;
        await inside`SELECT 1 FROM casement.account_revisions WHERE account = ${birch.id} FOR UPDATE`;
        // It has the row of the account, and waits for that of its revision.
        const waiting = patient.of(birch.id).setPassword('new');
        waiting.catch(() => {});
        await until(async () => isWaited(watcher));
        await inside`UPDATE casement.accounts SET name = 'Beech' WHERE id = ${birch.id}`;
        return { waiting };
      });
      await waits.waiting;
      expect(await store.of(birch.id).record()).toMatchObject({
        name: 'Beech',
        passwordHash: 'new',
      });
      await until(async () => (await undone()) === 1, 10_000, { what: 'neither was undone' });
    } finally {
      await watcher.end();
      await patient.close();
    }
  });

  test('removes an account with the camera that was being added to it', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    const patient = await openPostgres({ url: database.url('commands'), timeoutMs: 60_000 });
    const watcher = database.client('postgres');
    try {
      const { removed } = await sql.begin(async (inside) => {
        await addCamera(inside, birch.id);
        const waiting = patient.of(birch.id).remove();
        waiting.catch(() => {});
        await until(async () => isWaited(watcher));
        return { removed: waiting };
      });
      expect(await removed).toBe(true);
      expect(await sql`SELECT id FROM casement.cameras`).toEqual([]);
    } finally {
      await watcher.end();
      await patient.close();
    }
  });

  test('has no row that every write waits for', async () => {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    const [own, theirs] = [sampleEntry(birch.id), sampleEntry(harbour.id)];
    for (const [account, entry] of [
      [birch, own],
      [harbour, theirs],
    ] as const) {
      await store.operator.accounts.add(account);
      await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
    }
    // All that one account does is under way, and what another does is done.
    await sql.begin(async (inside) => {
      const { id } = birch;
      await addCamera(inside, id);
      await inside`SELECT casement.entry_rename(${id}, ${own.device}, 'Gate', NULL, '[]')`;
      await inside`SELECT casement.account_set_password(${id}, 'new', 0)`;
      await inside`SELECT casement.grant_add_with_code(${id}, ${newGrantId()}, 'c', 's', 0, 0, 0, 9, 9, 'h', 'u', NULL, NULL, 0)`;
      await store.operator.map.addCamera(sampleCamera(), sampleEntry(harbour.id), nowhere);
      await store.of(harbour.id).rename(theirs.device, { name: 'Yard', nicknames: [] });
      await store.of(harbour.id).setPassword('new');
      const grant = sampleGrant(harbour.id);
      await store.of(grant.account).addGrant(grant, sampleCode(grant));
      await store.operator.accounts.add(sampleAccount());
      await store.of(harbour.id).remove();
    });
    expect(await store.of(birch.id).entries()).toHaveLength(2);
  });

  test('dates a right by no revision that is reached while its transaction runs', async () => {
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    const begin = (client: { unsafe: Client['unsafe'] }) =>
      client.unsafe<{ began: number }[]>('SELECT began FROM casement.entries');
    const seen: number[] = [];
    const began = await sql.begin(async (inside) => {
      await addCamera(inside, birch.id);
      // Later ones are over before it is.
      for (let n = 0; n < 3; n += 1) {
        await store.operator.accounts.add(sampleAccount());
        seen.push(await store.revision());
      }
      return (await begin(inside))[0]?.began ?? 0;
    });
    expect(Math.max(...seen)).toBeLessThan(began);
    expect(await store.revision()).toBeGreaterThanOrEqual(began);
    // Were it dated by the number itself, it would be reached while it runs.
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(began - 1);
  });

  // Each is told for what it is: a superuser is all of them.
  test.each<[string, string, string, string]>([
    [
      'a superuser',
      'ALTER ROLE bridge SUPERUSER',
      'ALTER ROLE bridge NOSUPERUSER',
      'is a superuser',
    ],
    [
      'one with BYPASSRLS',
      'ALTER ROLE bridge BYPASSRLS',
      'ALTER ROLE bridge NOBYPASSRLS',
      'has BYPASSRLS',
    ],
    [
      'the owner of the tables',
      'GRANT migration TO bridge',
      'REVOKE migration FROM bridge',
      'owns the tables',
    ],
    [
      'who may speak as the functions',
      'GRANT casement_operations TO bridge',
      'REVOKE casement_operations FROM bridge',
      'is a member of the roles that the functions speak as',
    ],
  ])('is not opened as %s', async (_who, give, take, why) => {
    const open = () => openPostgres({ url: database.url('bridge') });
    await (await open()).close();
    await sql.unsafe(give);
    try {
      await expect(open()).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining(why),
      });
    } finally {
      await sql.unsafe(take);
    }
  });

  test('is not opened without a schema', async () => {
    const bare = await house.bare();
    try {
      const opened = openPostgres({ url: bare.url('bridge') });
      await expect(opened).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('casement migrate'),
      });
    } finally {
      await bare.drop();
    }
  });
});
