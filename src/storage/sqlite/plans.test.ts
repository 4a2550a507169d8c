/**
 * How SQLite finds what a statement asks for. A table of accounts, entries or cameras holds millions of rows: a statement
 * that goes through one is for a job that needs everything, and stands in the list below.
 */
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../migrations/all.ts';
import { configure, createEngine } from './engine.ts';
import { migrate } from './migrate.ts';
import { storeOn } from './open.ts';

let db: Database.Database;
const prepared: string[] = [];

beforeAll(() => {
  db = new Database(':memory:');
  configure(db);
  migrate(db, migrations, () => 1);
  const engine = createEngine(db);
  storeOn(
    {
      ...engine,
      prepare: (sql) => {
        prepared.push(sql);
        return engine.prepare(sql);
      },
    },
    () => 1,
  );
});
afterAll(() => void db.close());

/** Tables that have a row, or several, for each account or camera. */
const long =
  'accounts entries cameras grants codes refresh_tokens sign_ins pins origins places visits serials past_grants past_entries';
const isLong = (table: string): boolean => long.split(' ').includes(table);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The steps of a statement that go through such a table from end to end. */
function scans(sql: string): readonly string[] {
  const named = [...new Set(sql.match(/:\w+/g))].map((name) => [name.slice(1), '']);
  const marks =
    named.length > 0 ? [Object.fromEntries(named)] : (sql.match(/\?/g) ?? []).map(() => '');
  const plan = db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...marks)
    .map(({ detail }) => detail);
  const aliases = new Map<string, string>();
  for (const [, table = '', alias = ''] of sql.matchAll(
    /\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?/g,
  )) {
    aliases.set(table, table).set(alias, table);
  }
  return plan.filter((step) => {
    const [, name] = /^SCAN (\w+)/.exec(step) ?? [];
    return name !== undefined && isLong(aliases.get(name) ?? name);
  });
}

/** What has to see everything, or what an index has for it alone; each by its beginning. */
const known = [
  // Partial indexes: of what waits for a word, and of what is kept open.
  'SELECT COUNT(*) AS count FROM accounts WHERE unconfirmed = 1',
  'SELECT c.id AS camera, c.epoch, c.kind, c.manufacturer, c.model, c.hw_version, c.sw_version, c.sealed_source, c.always_warm, c.opening, c.connections FROM cameras c WHERE c.always_warm = 1',
  // The first row is enough.
  'SELECT 1 FROM accounts LIMIT 1',
  // How much is sealed with each key: for `keys list`.
  `SELECT substr(sealed_source, 1, instr(sealed_source, '.') - 1) AS kid, count(*)`,
  `SELECT substr(place, 1, instr(place, '.') - 1) AS kid, count(*)`,
  `SELECT substr(proof, 1, instr(proof, '.') - 1) AS kid, count(*)`,
  // A restore ends everything.
  'UPDATE accounts SET unconfirmed = 1',
  'DELETE FROM sign_ins',
  'UPDATE grants SET revoked_at = ? WHERE revoked_at IS NULL',
  `DELETE FROM entries WHERE role <> 'owner'`,
];

test('no statement goes through a long table, but for those that need it', () => {
  expect(prepared.length).toBeGreaterThan(100);
  const found = prepared.map(oneLine).flatMap((sql) => {
    const steps = scans(sql);
    const isKnown = known.some((beginning) => sql.startsWith(beginning));
    return steps.length === 0 || isKnown ? [] : [{ sql, steps }];
  });
  expect(found).toEqual([]);
});

test('each of those is there', () => {
  const all = prepared.map(oneLine);
  const gone = known.filter((beginning) => !all.some((sql) => sql.startsWith(beginning)));
  expect(gone).toEqual([]);
});

test('such a statement is found, by whatever name', () => {
  expect(scans('SELECT name FROM accounts ORDER BY name')).toHaveLength(1);
  expect(scans('SELECT e.name FROM entries e JOIN cameras c ON c.id = e.camera')).toHaveLength(1);
  expect(scans('UPDATE cameras SET model = :model')).toHaveLength(1);
  expect(scans('SELECT name FROM accounts WHERE id = ?')).toEqual([]);
});
