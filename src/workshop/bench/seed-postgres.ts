/**
 * Fills a PostgreSQL database with the accounts and cameras of a data folder that was seeded: what is sealed and hashed is
 * taken from there, by COPY, and the rest is made on the server.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dataFolder } from '../../storage/data-folder.ts';
import type { Client } from '../../storage/postgres/client.ts';
import { readRows } from '../../storage/sqlite/bulk-rows.ts';
import { began, client, models, passwordHash, redirectUri, type Scale } from './seed-facts.ts';

/** Lines of COPY, many in one piece. */
function* linesOf(rows: Iterable<readonly (string | number | null)[]>): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    // Ids, hashes and seals are of letters that need no escape.
    lines.push(row.map((cell) => cell ?? '\\N').join('\t'));
    if (lines.length < 500) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

async function copy(sql: Client, into: string, file: string, query: string): Promise<void> {
  const writable = await sql.unsafe(`COPY ${into} FROM STDIN`).writable();
  await pipeline(Readable.from(linesOf(readRows(file, query))), writable);
}

const staging = `
CREATE UNLOGGED TABLE public.seed_accounts (n bigint, id text, skeleton text);
CREATE UNLOGGED TABLE public.seed_cameras (n bigint, id text, device text, source text, place text,
  bound_place text, bound_proof text);
CREATE UNLOGGED TABLE public.seed_shares (n bigint, device text);`;

// Rows were written in order of their numbers, table by table: the same number is the same place. Others may have been
// added behind them.
const queries = ({ accounts, camerasEach }: Scale) => ({
  accounts: `SELECT rowid - 1, id, skeleton FROM accounts WHERE rowid <= ${accounts} ORDER BY rowid`,
  cameras: `
    SELECT c.rowid - 1, c.id, e.device, c.sealed_source, p.hash, o.place, o.proof
    FROM cameras c JOIN entries e ON e.rowid = c.rowid JOIN places p ON p.rowid = c.rowid
    LEFT JOIN origins o ON c.rowid % 4 = 0 AND o.rowid = c.rowid / 4
    WHERE c.rowid <= ${accounts * camerasEach} ORDER BY c.rowid`,
  shares: `
    SELECT (position - 2) / 2, device FROM entries
    WHERE role = 'viewer' AND position <= ${2 * accounts * camerasEach} ORDER BY position`,
});

const hashed = (text: string): string => `lpad(${text}, 43, '0')`;
const model = `n % ${models}`;
const grant = `'g_' || lpad(n::text, 22, '0')`;

/** Returns what fills each table, from the staging tables. */
const statements = ({ camerasEach }: Scale): Readonly<Record<string, string>> => ({
  accounts: `(id, name, email, skeleton, password_hash, created_at)
    SELECT id, 'Seed ' || n, 'seed-' || lpad(n::text, 7, '0') || '@example.org', skeleton, '${passwordHash}', ${began} + n
    FROM public.seed_accounts`,
  account_revisions: `(account, value) SELECT id, 1 FROM public.seed_accounts`,
  grants: `(id, account, client, scope, created_at)
    SELECT ${grant}, id, '${client}', '', ${began} + n FROM public.seed_accounts`,
  codes: `(hash, account, grant_id, redirect_uri, expires_at, spent)
    SELECT ${hashed(`'code-' || n`)}, id, ${grant}, '${redirectUri}', ${began} + n, true FROM public.seed_accounts`,
  refresh_tokens: `(hash, account, grant_id)
    SELECT ${hashed(`'token-' || n`)}, id, ${grant} FROM public.seed_accounts`,
  cameras: `(id, owner, epoch, kind, model, sealed_source, always_warm, noted)
    SELECT c.id, a.id, 1, 'camera', 'Model ' || (c.${model}), c.source, false, c.n
    FROM public.seed_cameras c JOIN public.seed_accounts a ON a.n = c.n / ${camerasEach}`,
  entries: `(account, device, camera, owner, role, name, nicknames, since, began, position)
    SELECT a.id, c.device, c.id, a.id, 'owner', 'Front door', '[]', ${began}, 1, 2 * c.n + 1
    FROM public.seed_cameras c JOIN public.seed_accounts a ON a.n = c.n / ${camerasEach}
    UNION ALL
    SELECT a.id, s.device, c.id, o.id, 'viewer', 'Gate', '[]', ${began}, 1, 2 * s.n + 2
    FROM public.seed_shares s JOIN public.seed_accounts a ON a.n = s.n / ${camerasEach}
    JOIN public.seed_cameras c ON c.n = s.n - 1 JOIN public.seed_accounts o ON o.n = (s.n - 1) / ${camerasEach}`,
  places: `(camera, line, hash, named, position)
    SELECT id, 'stream', place, false, 1 FROM public.seed_cameras`,
  pins: `(camera, line, fields, hash, description, since)
    SELECT id, 'stream', 'server realm',
      ${hashed(`CASE WHEN n % 4 = 1 THEN 'own-' || n ELSE 'model-' || (${model}) END`)}, 'Model ' || (${model}), ${began}
    FROM public.seed_cameras WHERE n % 2 = 1`,
  serials: `(camera, make, serial, since)
    SELECT id, ${hashed(`'make-' || (${model} % 20)`)}, ${hashed(`'serial-' || n`)}, ${began}
    FROM public.seed_cameras WHERE n % 4 = 1`,
  origins: `(camera, line, place, proof, since)
    SELECT id, 'stream', bound_place, bound_proof, ${began} FROM public.seed_cameras WHERE bound_proof IS NOT NULL`,
});

/** Drops the indexes that hold nothing but an order, and returns what makes them anew. */
async function setAside(sql: Client): Promise<readonly string[]> {
  const found = await sql<{ name: string; made: string }[]>`
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'casement'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)`;
  for (const { name } of found) await sql.unsafe(`DROP INDEX ${name}`);
  return found.map(({ made }) => made);
}

/**
 * Fills a database that has the schema and no rows; `sql` is that of a superuser, with one connection. `folder` was filled
 * by `seedScale`. `report` is told what was done last.
 */
export async function seedPostgres(
  sql: Client,
  folder: string,
  scale: Scale,
  report: (what: string) => void = () => undefined,
): Promise<void> {
  const { database } = dataFolder(folder);
  await sql.unsafe(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB';
    SET work_mem = '256MB'; SET client_min_messages = error`);
  await sql.unsafe(staging);
  const { accounts, cameras, shares } = queries(scale);
  await copy(sql, 'public.seed_accounts', database, accounts);
  await copy(sql, 'public.seed_cameras', database, cameras);
  await copy(sql, 'public.seed_shares', database, shares);
  report('what was sealed');
  await sql.unsafe('ANALYZE public.seed_accounts; ANALYZE public.seed_cameras');
  const aside = await setAside(sql);
  for (const [table, rows] of Object.entries(statements(scale))) {
    await sql.unsafe(`INSERT INTO casement.${table} ${rows}`);
    report(table);
  }
  for (const made of aside) await sql.unsafe(made);
  report('indexes');
  // What is added from now on comes behind.
  await sql.unsafe(
    `UPDATE casement.lineage SET base = ${4 * scale.accounts * scale.camerasEach};
     DROP TABLE public.seed_accounts, public.seed_cameras, public.seed_shares`,
  );
  await sql.unsafe('VACUUM (ANALYZE)');
  await sql.unsafe('SET session_replication_role = DEFAULT');
  report('statistics');
}
