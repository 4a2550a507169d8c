/**
 * Fills a data folder with very many accounts and cameras, by statements that write a whole table each: a million accounts
 * with two cameras each take minutes so, and hours by the operations of the store.
 */
import { makeKeyFile } from '../../identity/key-file.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { fillRows } from '../../storage/sqlite/bulk-rows.ts';
import {
  began,
  client,
  models,
  passwordHash,
  redirectUri,
  seedFacts,
  type Scale,
} from './seed-facts.ts';

const hashed = (text: string): string => `substr('${'0'.repeat(43)}' || ${text}, -43)`;
const model = `n % ${models}`;
const numbers = (count: number): string =>
  `WITH RECURSIVE numbers(n) AS (SELECT 0 WHERE ${count} > 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`;

/** Returns the statements by their tables. Every camera is at a place of its own, every second was met, every fourth over TLS. */
function statements({ accounts, camerasEach }: Scale): readonly (readonly [string, string])[] {
  const cameras = accounts * camerasEach;
  const write = (count: number, table: string, columns: string, cells: string, where = 'true') =>
    [
      table,
      `INSERT INTO ${table} (${columns}) ${numbers(count)} SELECT ${cells} FROM numbers WHERE ${where}`,
    ] as const;
  return [
    write(
      accounts,
      'accounts',
      'id, name, email, password_hash, created_at, skeleton',
      `account(n), 'Seed ' || n, printf('seed-%07d@example.org', n), '${passwordHash}', ${began} + n, skeleton(n)`,
    ),
    write(
      accounts,
      'grants',
      'id, account, client, scope, created_at',
      `printf('g_%022d', n), account(n), '${client}', '', ${began} + n`,
    ),
    write(
      accounts,
      'codes',
      'hash, grant_id, redirect_uri, expires_at, spent',
      `${hashed(`'code-' || n`)}, printf('g_%022d', n), '${redirectUri}', ${began} + n, 1`,
    ),
    write(
      accounts,
      'refresh_tokens',
      'hash, grant_id',
      `${hashed(`'token-' || n`)}, printf('g_%022d', n)`,
    ),
    write(
      cameras,
      'cameras',
      'id, epoch, kind, model, sealed_source, always_warm',
      `camera(n), 1, 'camera', 'Model ' || (${model}), source(n), 0`,
    ),
    write(
      cameras,
      'entries',
      'account, device, camera, role, name, nicknames, since, position, began',
      `account(n / ${camerasEach}), device(n), camera(n), 'owner', 'Front door', '[]', ${began}, 2 * n + 1, 1`,
    ),
    // Every tenth sees the last camera of the one before.
    write(
      accounts,
      'entries',
      'account, device, camera, role, name, nicknames, since, position, began',
      `account(n), shared(n), camera(n * ${camerasEach} - 1), 'viewer', 'Gate', '[]', ${began}, 2 * n * ${camerasEach} + 2, 1`,
      `n % 10 = 0 AND n * ${camerasEach} > 0`,
    ),
    write(cameras, 'places', 'camera, line, hash, named', `camera(n), 'stream', place(n), 0`),
    write(
      cameras,
      'pins',
      'camera, line, fields, hash, description, since',
      `camera(n), 'stream', 'server realm',
       ${hashed(`iif(n % 4 = 1, 'own-' || n, 'model-' || (${model}))`)}, 'Model ' || (${model}), ${began}`,
      'n % 2 = 1',
    ),
    write(
      cameras,
      'serials',
      'camera, make, serial, since',
      `camera(n), ${hashed(`'make-' || (${model} % 20)`)}, ${hashed(`'serial-' || n`)}, ${began}`,
      'n % 4 = 1',
    ),
    write(
      cameras,
      'origins',
      'camera, line, place, proof, since',
      `camera(n), 'stream', bound_place(n), bound_proof(n), ${began}`,
      'n % 4 = 3',
    ),
  ];
}

/** Fills `folder`, in which there is nothing yet. `report` is told which table was filled last. */
export async function seedScale(
  folder: string,
  scale: Scale,
  report: (table: string) => void = () => undefined,
): Promise<void> {
  const { database, keys } = dataFolder(folder);
  makeKeyFile(keys);
  const facts = seedFacts(openKeyRing(keys), scale);
  await fillRows(database, 4 * scale.accounts * scale.camerasEach, ({ define, run }) => {
    define('account', facts.account);
    define('skeleton', facts.skeleton);
    define('camera', facts.camera);
    define('device', facts.device);
    define('shared', facts.shared);
    define('place', facts.place);
    define('source', facts.source);
    define('bound_place', facts.boundPlace);
    define('bound_proof', facts.boundProof);
    for (const [table, sql] of statements(scale)) {
      run(sql);
      report(table);
    }
  });
}
