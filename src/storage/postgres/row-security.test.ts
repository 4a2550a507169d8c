/**
 * Row-level security and its traps, each with what happens where its remedy is missing.
 *
 * @takes 12 s
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
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
import { bridgesOperations } from './migrations/bridges-operations.ts';
import { operationsOf } from './migrations/first/operation.ts';
import { openPostgres } from './open.ts';

/** Tables without a row of anybody's. */
const common = [
  'control_revision',
  'copies',
  'dropped_keys',
  'lineage',
  'migrations',
  'takings',
  'takings_before',
  'unique_makes',
];
/** The column that says whose a row is. */
const owned = {
  accounts: 'id',
  account_revisions: 'account',
  sign_ins: 'account',
  grants: 'account',
  codes: 'account',
  refresh_tokens: 'account',
  past_grants: 'account',
  past_entries: 'account',
  entries: 'account',
} as const;

describeUnless(missingPostgres(), 'row-level security', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let store: Store;
  /** May do everything, and becomes whom it likes. */
  let sql: Client;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.database();
    store = await openPostgres({
      url: database.url('commands'),
      now: () => noon,
      timeoutMs: 30_000,
    });
    sql = database.client('postgres');
  });
  afterEach(async () => {
    await sql.end();
    await store.close();
    await database.drop();
  });

  /** An account with a row in every table of accounts. */
  async function settle() {
    const account = sampleAccount();
    const [entry, camera] = [sampleEntry(account.id), sampleCamera()];
    const [grant, over] = [sampleGrant(account.id), sampleGrant(account.id)];
    await store.operator.accounts.add(account);
    await store.of(account.id).addSignIn(account.id, noon + 1);
    await store.operator.map.addCamera(camera, entry, nowhere);
    const gone = sampleCamera();
    await store.operator.map.addCamera(gone, sampleEntry(account.id), nowhere);
    await store.operator.map.removeCamera(gone.camera);
    for (const one of [grant, over]) {
      await store.of(one.account).addGrant(one, sampleCode(one));
      await store.of(one.account).addRefreshToken(one.id, one.id);
    }
    await store.of(over.account).revokeGrant(over.id);
    return { account: account.id, grant: grant.id, camera: camera.camera, entry };
  }

  /** Runs statements as a tenant's function would, in one transaction. */
  const asTenant = (account: string, text: string) =>
    sql.begin(async (inside) => {
      await inside`SELECT set_config('casement.account', ${account}, true)`;
      await inside.unsafe('SET LOCAL ROLE casement_tenant');
      return inside.unsafe(text);
    });

  /** Makes an operation whose words forget whose rows it is asked for, and returns whose it finds. */
  async function careless(table: keyof typeof owned, account: string): Promise<readonly string[]> {
    const name = `careless_${table}`;
    await sql.unsafe('GRANT CREATE ON SCHEMA casement TO casement_tenant');
    await sql.unsafe(
      operationsOf({
        as: 'tenant',
        by: 'bridge',
        name,
        returns: 'TABLE (whose text)',
        body: `RETURN QUERY SELECT DISTINCT ${owned[table]} FROM ${table};`,
      }),
    );
    const found = await sql.unsafe<{ whose: string }[]>(`SELECT * FROM casement.${name}($1)`, [
      account,
    ]);
    return found.map(({ whose }) => whose);
  }

  test.each(Object.keys(owned) as (keyof typeof owned)[])(
    'an operation that forgets the account reaches only its own rows of %s; without the policy, others',
    async (table) => {
      const [birch, harbour] = [await settle(), await settle()];
      expect(await careless(table, birch.account)).toEqual([birch.account]);
      await sql.unsafe(`ALTER TABLE casement.${table} DISABLE ROW LEVEL SECURITY`);
      const found = await sql.unsafe<{ whose: string }[]>(
        `SELECT * FROM casement.careless_${table}($1)`,
        [birch.account],
      );
      expect(found.map(({ whose }) => whose).toSorted()).toEqual(
        [birch.account, harbour.account].toSorted(),
      );
    },
  );

  async function unheld(): Promise<readonly string[]> {
    const found = await sql<{ name: string }[]>`
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'casement'::regnamespace AND relkind IN ('r', 'p')
        AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname`;
    return found.map(({ name }) => name);
  }

  test('every table but those that say nothing of anybody is held, for its owner, too', async () => {
    expect(await unheld()).toEqual(common);
    await sql.unsafe('ALTER TABLE casement.grants NO FORCE ROW LEVEL SECURITY');
    expect(await unheld()).toContain('grants');
  });

  test('the owner of the tables sees no row of them; without FORCE, all', async () => {
    await settle();
    const owner = database.client('migration');
    try {
      const count = async () => (await owner`SELECT 1 FROM casement.grants`).length;
      expect(await count()).toBe(0);
      await owner.unsafe('ALTER TABLE casement.grants NO FORCE ROW LEVEL SECURITY');
      expect(await count()).toBe(2);
    } finally {
      await owner.end();
    }
  });

  test('after a transaction no account is set: that is an error, and not no rows', async () => {
    const { account } = await settle();
    await asTenant(account, 'SELECT 1');
    const [{ left } = { left: 'none' }] = await sql<{ left: string }[]>`
      SELECT current_setting('casement.account', true) AS left`;
    expect(left).toBe('');
    const count = () =>
      sql.begin(async (inside) => {
        await inside.unsafe('SET LOCAL ROLE casement_tenant');
        return (await inside`SELECT 1 FROM casement.grants`).length;
      });
    await expect(count()).rejects.toMatchObject({ code: 'CA000' });
    await sql.unsafe(`CREATE OR REPLACE FUNCTION casement.tenant() RETURNS text LANGUAGE sql STABLE AS
      $$ SELECT current_setting('casement.account', true) $$`);
    expect(await count()).toBe(0);
  });

  test.each(['', null])('no operation speaks for the account %j', async (account) => {
    const asked = sql.unsafe('SELECT * FROM casement.grant_count($1)', [account]);
    await expect(asked).rejects.toMatchObject({ code: 'CA000' });
  });

  test.each(['bridge', 'commands'] as const)(
    'nothing is asked outside its function by %s',
    async (login) => {
      const tables = await sql<{ name: string }[]>`
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'casement'::regnamespace AND relkind IN ('r', 'v') AND relname <> 'migrations'`;
      expect(tables.length).toBeGreaterThan(20);
      const client = database.client(login);
      try {
        for (const { name } of tables) {
          for (const text of [`SELECT 1 FROM casement.${name}`, `DELETE FROM casement.${name}`]) {
            await expect(client.unsafe(text)).rejects.toMatchObject({ code: '42501' });
          }
        }
        await expect(client.unsafe('SET ROLE casement_operations')).rejects.toMatchObject({
          code: '42501',
        });
      } finally {
        await client.end();
      }
    },
  );

  /** What the foreign key says of another account's linking, and of one that nobody has. */
  async function toldOf(account: string, grant: string): Promise<unknown> {
    return asTenant(
      account,
      `INSERT INTO casement.refresh_tokens (hash, account, grant_id) VALUES ('h', '${account}', '${grant}')`,
    ).then(
      () => 'stored',
      (error: { code: string; message: string }) => [error.code, error.message],
    );
  }

  test('a foreign key to another account’s row is refused as one to nothing; a simple key stores it', async () => {
    const [birch, harbour] = [await settle(), await settle()];
    const refused = ['23503', expect.stringContaining('refresh_tokens_account_grant_id_fkey')];
    const nobodys = sampleGrant(birch.account).id;
    expect(await toldOf(birch.account, harbour.grant)).toEqual(refused);
    expect(await toldOf(birch.account, harbour.grant)).toEqual(
      await toldOf(birch.account, nobodys),
    );
    await sql.unsafe(`ALTER TABLE casement.refresh_tokens DROP CONSTRAINT refresh_tokens_account_grant_id_fkey,
      ADD FOREIGN KEY (grant_id) REFERENCES casement.grants (id)`);
    expect(await toldOf(birch.account, nobodys)).toEqual(['23503', expect.any(String)]);
    expect(await toldOf(birch.account, harbour.grant)).toBe('stored');
  });

  test('nobody gives themselves a share of another’s camera, nor an owner’s entry', async () => {
    const [birch, harbour] = [await settle(), await settle()];
    const columns = 'account, device, camera, owner, role, name, nicknames, since, began, position';
    const insert = (owner: string, role: string, as = birch.account) =>
      asTenant(
        as,
        `INSERT INTO casement.entries (${columns}) VALUES
          ('${birch.account}', '${sampleEntry(birch.account).device}', '${harbour.camera}', '${owner}', '${role}', '', '', 0, 0, 0)`,
      );
    const denied = { code: '42501' };
    await expect(insert(harbour.account, 'viewer')).rejects.toMatchObject(denied);
    await sql.unsafe('GRANT INSERT ON casement.entries TO casement_tenant');
    await insert(harbour.account, 'viewer');
    await sql.unsafe(`DELETE FROM casement.entries WHERE role = 'viewer'`);
    // Even then the key says whose camera it is, and nobody writes for another account.
    await expect(insert(birch.account, 'owner')).rejects.toMatchObject({ code: '23503' });
    await expect(insert(harbour.account, 'owner')).rejects.toMatchObject({ code: '23514' });
    await expect(insert(harbour.account, 'viewer', harbour.account)).rejects.toMatchObject(denied);
  });

  test('an id that is taken and a row that is gone are told alike', async () => {
    const [birch, harbour] = [await settle(), await settle()];
    const grant = sampleGrant(birch.account);
    const told = (work: Promise<unknown>) =>
      work.then(
        () => 'stored',
        ({ code, message }: { code: string; message: string }) => [code, message],
      );
    const another = { ...grant, id: harbour.grant };
    const taken = await told(store.of(another.account).addGrant(another, sampleCode(another)));
    const nobody = sampleGrant(sampleAccount().id);
    expect(taken).toEqual(['conflict', 'this contradicts what is stored already']);
    expect(await told(store.of(nobody.account).addGrant(nobody, sampleCode(nobody)))).toEqual(
      taken,
    );
  });

  test('who somebody is is found by an index', async () => {
    await settle();
    const lines = await sql.begin(async (inside) => {
      await inside.unsafe('SET LOCAL enable_seqscan = off; SET LOCAL ROLE casement_directory');
      return inside.unsafe<{ 'QUERY PLAN': string }[]>(
        `EXPLAIN SELECT id FROM casement.accounts WHERE email = 'birch@example.org'`,
      );
    });
    expect(lines.map((line) => line['QUERY PLAN']).join('\n')).toContain('accounts_email_key');
  });

  test('of the functions that reach every row a bridge may call these', async () => {
    const allowed = await sql<{ name: string }[]>`
      SELECT proname AS name FROM pg_proc
      WHERE pronamespace = 'casement'::regnamespace AND proowner = 'casement_operations'::regrole
        AND has_function_privilege('casement_bridge', oid, 'EXECUTE') ORDER BY proname`;
    expect(allowed.map(({ name }) => name)).toEqual(Object.keys(bridgesOperations).toSorted());
  });

  test('what the commands alone may call is refused to a bridge', async () => {
    const { account } = await settle();
    const bridge = await openPostgres({ url: database.url('bridge'), timeoutMs: 30_000 });
    try {
      await expect(bridge.of(account).remove()).rejects.toMatchObject({ code: 'storage-down' });
      await expect(bridge.operator.map.page({ most: 1 })).rejects.toMatchObject({
        code: 'storage-down',
      });
      expect(await bridge.of(account).standing(undefined)).toBe(true);
    } finally {
      await bridge.close();
    }
  });
});
