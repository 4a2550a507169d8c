/**
 * How much PostgreSQL reads for what an operation asks for. A table of accounts, entries or cameras holds millions of
 * rows: an operation that goes through one is for a job that needs everything, and stands in the list below. It is
 * counted, and not planned: a function keeps its plans, and they may change when it was called often enough.
 *
 * @takes 20 s
 * @computes
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import type { Client } from './client.ts';

/** Accounts, each with a camera, a linking, a sign-in, and one of all else. */
const many = 50_000;
/** What is read for one page, one account or one camera at most, of any table and any index. */
const few = 1_000;
/** From the sixth call on a plan for all values is taken where it is thought to be as good. */
const calls = 7;

/** Its `n`th id; of places, pins and serial numbers, its hash. */
const id = (kind: string, n: number | string = 700): string => kind + String(n).padStart(22, '0');
const hash = (n = 700): string => String(n).padStart(43, '0');

/** The same in SQL, of the row `n`. */
const nth = (kind: string): string => `'${kind}' || lpad(n::text, 22, '0')`;
const nthHash = `lpad(n::text, 43, '0')`;

const rows: Readonly<Record<string, string>> = {
  'accounts (id, name, email, skeleton, password_hash, created_at)': `${nth('a-')}, '', n || '@example.org', n || '@example.org', '', n`,
  'account_revisions (account, value)': `${nth('a-')}, 1`,
  'sign_ins (hash, account, expires_at, noted)': `${nthHash}, ${nth('a-')}, 900, n`,
  'grants (id, account, client, scope, created_at)': `${nth('g-')}, ${nth('a-')}, 'assistant', '', n`,
  'codes (hash, account, grant_id, redirect_uri, expires_at)': `${nthHash}, ${nth('a-')}, ${nth('g-')}, 'https://assistant.example/', n`,
  'refresh_tokens (hash, account, grant_id)': `${nthHash}, ${nth('a-')}, ${nth('g-')}`,
  'cameras (id, owner, epoch, kind, model, sealed_source, always_warm, noted)': `${nth('c-')}, ${nth('a-')}, 1, 'camera', 'Model ' || n % 3, 'k-' || n % 2 || '.sealed', false, n`,
  'entries (account, device, camera, owner, role, name, nicknames, since, began, position)': `${nth('a-')}, ${nth('d-')}, ${nth('c-')}, ${nth('a-')}, 'owner', '', '[]', n, n, n`,
  'past_grants (account, grant_id, began_at, ended_at)': `${nth('a-')}, ${nth('p-')}, n, n + 9`,
  'past_entries (account, device, camera, epoch, role, began_at, ended_at)': `${nth('a-')}, ${nth('p-')}, ${nth('c-')}, 1, 'viewer', n, n + 9`,
  'pins (camera, line, fields, hash, description, since)': `${nth('c-')}, 'stream', 'server', ${nthHash}, '', n`,
  'origins (camera, line, place, proof, since)': `${nth('c-')}, 'stream', 'k-' || n % 2 || '.place', 'k-' || n % 2 || '.proof', n`,
  'places (camera, line, hash, named, position)': `${nth('c-')}, 'stream', ${nthHash}, false, 1`,
  'visits (camera, line, hash, below, position)': `${nth('c-')}, 'stream', ${nthHash}, false, 1`,
  'serials (camera, make, serial, since)': `${nth('c-')}, '${hash(1)}', ${nthHash}, n`,
};

type Given = string | number | boolean | null;
const list = (kind: string): string =>
  JSON.stringify(Array.from({ length: 200 }, (_, at) => id(kind, at * 100 + 1)));
const hashes = `{${hash()}}`;
const footholds = (kind: string): string =>
  Array.from({ length: 60 }, (_, at) => id(kind, at + 1)).join(',');
const entry = (account: string): readonly Given[] => [
  account,
  id('d-', 'new'),
  'owner',
  '',
  null,
  '[]',
  1,
];
const bare = [id('c-', 'new'), 1, 'camera', null, null, null, null, 'k-1.x', false, null];
const claim = { places: [], unresolved: [], kept: [], takeOver: false };
const change = {
  camera: id('c-'),
  sealedSource: 'k-1.new',
  alwaysWarm: false,
  claim,
  lines: ['stream'],
};
const placed = { camera: id('c-'), sealedSource: 'k-0.sealed', places: [] };
const resealed = { kind: 'source', camera: id('c-'), before: 'k-0.sealed', sealed: 'k-1.sealed' };
const [account, camera, device, grant] = [id('a-'), id('c-'), id('d-'), id('g-')];

const canary = id('a-', 900);

/** The operations that name what they ask for, or ask for a page, with what they are asked. */
const asked: Readonly<Record<string, readonly Given[]>> = {
  account_add: [id('a-', 'new'), '', 'new@example.org', 'new@example.org', '', 1, false],
  account_by_id: [account],
  account_by_email: ['700@example.org'],
  account_alike: ['700@example.org'],
  accounts_by_ids: [list('a-')],
  account_page: [10_000, account, 200],
  account_any: [],
  account_set_password: [account, '', 1],
  account_remove: [account],
  account_confirm: [account],
  accounts_confirm_some: [200],
  account_count_unconfirmed: [],
  sign_in_add: [account, hash(90_000), 1, 1, 50],
  sign_in: [hash()],
  sign_in_remove_own: [account, hash()],
  sign_in_remove: [hash()],
  grant_add_with_code: [
    account,
    id('g-', 'new'),
    'assistant',
    '',
    1,
    1,
    1,
    50,
    50,
    hash(90_000),
    'https://assistant.example/',
    null,
    null,
    1,
  ],
  code_own: [account, hash()],
  code: [hash()],
  code_spend_own: [account, hash()],
  code_spend: [hash()],
  refresh_token_add_own: [account, hash(90_000), grant],
  refresh_token_add: [hash(90_000), grant],
  grant_own: [account, grant],
  grant_of_refresh_token_own: [account, hash()],
  grant_of_refresh_token: [hash()],
  grant_by_id: [grant],
  grants_of: [account, 0, 50],
  grant_count: [account],
  grant_revoke_own: [account, grant, 1],
  grant_revoke: [grant, 1],
  grant_revoke_all: [account, 1],
  grant_revoke_client: ['assistant', 'https://display.example/', 1],
  look: [account, grant],
  common_revisions: [],
  revalidate: [
    footholds('a-'),
    footholds('g-'),
    footholds('d-'),
    Array.from({ length: 60 }).fill(0).join(','),
  ],
  camera_add: [...bare, ...entry(account), JSON.stringify(claim)],
  entry_add: [camera, null, ...entry(id('a-', 701)).with(2, 'viewer')],
  cameras_set_sources: [JSON.stringify([change]), 1],
  camera_reseal: [camera, 'k-0.sealed', 'k-1.sealed', 1],
  camera_learn_one_connection: [camera, 1],
  camera_transfer: [camera, null, ...entry(id('a-', 701))],
  camera_remove: [camera, null],
  entry: [account, device],
  entries_of_account: [account],
  cameras_warm: [],
  entry_of_device: [device],
  entries_of_camera: [camera],
  entries_of_devices: [list('d-')],
  entries_of_cameras: [list('c-')],
  entry_page: [device, 200],
  entries_owned: [camera, 200],
  model_is_known: ['Model 1'],
  models: ['', 200],
  entry_rename: [account, device, '', null, '[]'],
  entry_remove: [account, device],
  history_forget_account: [account],
  origin_of: [camera, 'stream'],
  origin_bind: [camera, 'stream', 'k-1.a', 'k-1.b', 1, 1, 'k-0.place', 'k-0.proof'],
  origins_of_all: [list('c-')],
  pin_of: [camera, 'stream'],
  pin: [camera, 'stream', 'server', hash(), '', 1, 1],
  pin_replace: [camera, 'stream', 'server', hash(), 700, 'server', hash(1), '', 1, 1],
  pin_note: [camera, 'stream', 'Another', 1, 1],
  unpin: [camera],
  pins_of_all: [list('c-')],
  pins_alike: [JSON.stringify([{ line: 'stream', fields: 'server', hash: hash() }]), 3],
  pin_list_once: [100],
  strangers_of: [account],
  places_of: [camera],
  places_of_all: [list('c-')],
  place_rivals: [account, JSON.stringify([hash(701)])],
  place_is_claimed: [camera, 'stream', hashes, false, true, true, 'k-0.sealed', 8],
  place_is_taken: [camera, 'stream', hashes, false, true],
  place_claim: [
    camera,
    'stream',
    JSON.stringify([hash(90_000)]),
    false,
    true,
    true,
    false,
    'k-0.sealed',
    1,
    8,
    128,
    512,
  ],
  place_release: [camera, 'stream', hash()],
  place_visits: [camera, 'stream', 8],
  places_older: ['', 200],
  places_unplaced: ['', 200],
  places_place: [JSON.stringify([placed])],
  places_sharing: [camera],
  place_conflicts: [list('c-')],
  canary_add: [id('a-', 'new'), '', 'canary@tripwire.invalid', 'canary', '', 1, false],
  canary_remove: [canary],
  canary_camera_add: [...bare, ...entry(canary), JSON.stringify(claim)],
  canaries_set_sources: [JSON.stringify([{ ...change, camera: id('c-', 900) }]), 1],
  canary_unpin: [id('c-', 900)],
  lineage_of: [],
  lineage_set_counted: [true],
  sealed_keys: [],
  sealed_others: ['k-1', camera, 200],
  sealed_put: [JSON.stringify([resealed])],
  keys_drop: ['["k-0","k-9"]', 1],
  serial_claim: [camera, hash(1), hash(701), 1, 1],
  make_undeclare: [hash(1)],
  make_list: [],
  serials_of_all: [list('c-')],
  serials_alike: [JSON.stringify([{ make: hash(1), serial: hash() }]), 3],
  suspend: ['camera', null, camera, null, 1, null, null],
  suspension_lift: ['camera', camera],
  suspension_list: [],
  resumption_list: [],
  take_over_list: [0, 9],
  take_over_unrecorded: [],
  take_over_recorded: [1],
  cameras_page: [camera, 200],
  history_linked: [0, many, id('a-'), 200],
  history_seen: [0, many, id('a-'), 200],
  history_of_cameras: [list('c-'), 0, many],
  history_forgettable: [1],
  history_forget: [1],
  bridge_acted: [id('b-'), 1, 1, 1],
  bridge_enter: [id('b-', 'new'), 'a bridge', 1_000],
  bridge_leave: [id('b-')],
  bridge_look: [
    id('b-'),
    1,
    1,
    1,
    ...['a-', 'g-', 'd-'].map(footholds),
    Array.from({ length: 60 }).fill(0).join(','),
  ],
  bridges_call: [],
  bridges_list: [],
  raise_reached: [1, 1],
  reached: [],
};

/** What has to see everything. */
const whole: Readonly<Record<string, readonly Given[]>> = {
  // How much is sealed with each key: for `keys list`.
  sealed_count: [],
  // What stood in a time: for builds before it was read in pages.
  history_grants: [0, many],
  history_entries: [0, many],
  // A restore ends everything.
  distrust: [0, 1],
  // A make may be that of every camera.
  make_declare: [hash(1), 'Maker', 1],
  serial_count: [hash(1)],
};

describeUnless(missingPostgres(), 'what is read on a server', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let sql: Client;

  beforeAll(async () => {
    house = await postgresHouse();
    database = await house.database();
    sql = database.client('postgres');
    await sql.unsafe(`SET session_replication_role = replica`);
    for (const [into, values] of Object.entries(rows)) {
      await sql.unsafe(
        `INSERT INTO casement.${into} SELECT ${values} FROM generate_series(1, ${many}) n`,
      );
    }
    await sql.unsafe(
      `UPDATE casement.accounts SET email = 'canary-1@tripwire.invalid' WHERE id = '${canary}'`,
    );
    // Of bridges there are few.
    await sql.unsafe(
      `INSERT INTO casement.bridges (id, name, lease, until) VALUES ('${id('b-')}', 'a bridge', 1000, 1e15)`,
    );
    await sql.unsafe('SET session_replication_role = DEFAULT');
    await sql.unsafe('VACUUM ANALYZE');
  }, 60_000);
  afterAll(async () => {
    await sql.end();
    await house.stop();
  });

  /** Returns how much was read of each table and each index until now. */
  async function counted(inside: Pick<Client, 'unsafe'>): Promise<ReadonlyMap<string, number>> {
    const all = await inside.unsafe<{ name: string; read: number }[]>(
      `SELECT relname AS name, pg_stat_get_xact_tuples_returned(oid) AS read FROM pg_class
       WHERE relnamespace = 'casement'::regnamespace AND relkind IN ('r', 'i')`,
    );
    return new Map(all.map(({ name, read }) => [name, read]));
  }

  /** Calls it in a transaction of its own, which leaves nothing; returns what was read of each, where it was much. */
  async function readOnce(name: string, given: readonly Given[]): Promise<readonly string[]> {
    const marks = given.map((_, at) => `$${at + 1}`).join(', ');
    const undone = new Error('undone');
    const found: string[] = [];
    await sql
      .begin(async (inside) => {
        const before = await counted(inside);
        await inside.unsafe(`SELECT * FROM casement.${name}(${marks})`, [...given]);
        for (const [table, read] of await counted(inside)) {
          if (read - (before.get(table) ?? 0) > few) found.push(table);
        }
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    return found;
  }

  async function muchReadBy(name: string, given: readonly Given[]): Promise<readonly string[]> {
    const found = new Set<string>();
    for (let at = 0; at < calls; at += 1) {
      for (const one of await readOnce(name, given)) found.add(one);
    }
    return [...found];
  }

  test.each(Object.keys(asked))('%s reads little, however often it was called', async (name) => {
    expect(await muchReadBy(name, asked[name] ?? [])).toEqual([]);
  });

  test.each(Object.keys(whole))('%s needs everything, and that is counted', async (name) => {
    expect(await readOnce(name, whole[name] ?? [])).not.toEqual([]);
  });

  test('every operation is one of these', async () => {
    const found = await sql<{ name: string }[]>`
      SELECT proname AS name FROM pg_proc WHERE pronamespace = 'casement'::regnamespace
        AND has_function_privilege('casement_operator', oid, 'EXECUTE')
        AND NOT has_function_privilege('public', oid, 'EXECUTE') ORDER BY proname`;
    expect(Object.keys({ ...asked, ...whole }).toSorted()).toEqual(found.map(({ name }) => name));
  });

  test('every text of a table is in the order of its bytes', async () => {
    const found = await sql<{ name: string }[]>`
      SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'casement'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND c.relname NOT IN ('migrations', 'lineage')
        AND a.atttypid = 'text'::regtype AND a.attcollation <> '"C"'::regcollation`;
    expect(found).toEqual([]);
  });
});
