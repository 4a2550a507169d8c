import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newDeviceId } from '../../identity/ids.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { Failure } from '../../common/failures.ts';
import { runTs } from '../../workshop/testing/run-ts.ts';
import { nowhere, sampleAccount, sampleCamera, sampleEntry } from '../contract/shelf.ts';
import { migrations } from '../migrations/all.ts';
import { configure, createEngine } from './engine.ts';
import { migrate } from './migrate.ts';
import { openSqlite } from './open.ts';
import { createRevalidate } from './revalidate.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = scratchFolder('open');
  file = join(folder, 'data', 'casement.sqlite');
});
afterEach(() => removeFolder(folder));

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);

/** Does something to the file behind the store's back. */
async function behindTheBack(work: (db: Database.Database) => void): Promise<void> {
  await mkdir(join(folder, 'data'), { recursive: true });
  const db = new Database(file);
  try {
    work(db);
  } finally {
    db.close();
  }
}

function failure(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was expected to fail');
}

describe('privacy', () => {
  test('folder, file, log and index can be read by their owner only', async () => {
    const store = openSqlite({ file });
    await store.operator.accounts.add(sampleAccount());
    expect(await modeOf(join(folder, 'data'))).toBe('700');
    for (const suffix of ['', '-wal', '-shm']) expect(await modeOf(file + suffix)).toBe('600');
    await store.close();
  });

  test('rights that others have on an older file are taken away', async () => {
    const first = openSqlite({ file });
    await first.operator.accounts.add(sampleAccount());
    for (const suffix of ['', '-wal', '-shm']) await chmod(file + suffix, 0o644);
    const second = openSqlite({ file });
    for (const suffix of ['', '-wal', '-shm']) expect(await modeOf(file + suffix)).toBe('600');
    await first.close();
    await second.close();
  });
});

test('a connection is durable, holds references, and trusts no schema', async () => {
  await behindTheBack((db) => {
    configure(db);
    const full = 2;
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(full);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('trusted_schema', { simple: true })).toBe(0);
  });
});

describe('schema', () => {
  const known = migrations.at(-1)?.version ?? 0;
  const next = {
    version: (migrations.at(-1)?.version ?? 0) + 1,
    name: 'next',
    sql: 'CREATE TABLE next (id INTEGER) STRICT;',
  };

  test('the steps that are missing are run, each once', async () => {
    await openSqlite({ file }).close();
    const more = [...migrations, next];
    await openSqlite({ file, migrations: more, now: () => 5 }).close();
    await openSqlite({ file, migrations: more }).close();
    await behindTheBack((db) => {
      expect(db.prepare('SELECT version, name FROM migrations ORDER BY version').all()).toEqual(
        more.map(({ version, name }) => ({ version, name })),
      );
      const applied = db.prepare('SELECT applied_at FROM migrations WHERE version = ?').pluck();
      expect(applied.get(next.version)).toBe(5);
    });
  });

  test('pins made before cameras were met over ONVIF stay as they were', async () => {
    const { camera } = sampleCamera();
    const pin = {
      camera,
      line: 'stream',
      fields: ['server', 'realm'],
      hash: 'h'.repeat(43),
      description: 'Lattice',
      since: 1,
    } as const;
    const stranger = { description: 'Other', since: 2 };
    await behindTheBack((db) => {
      configure(db);
      migrate(db, migrations.slice(0, 4), () => 5);
      db.prepare(
        `INSERT INTO cameras (id, epoch, kind, sealed_source, always_warm)
         VALUES (?, 1, 'camera', 'k.sealed', 0)`,
      ).run(camera);
      db.prepare('INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        camera,
        pin.line,
        pin.fields.join(' '),
        pin.hash,
        pin.description,
        pin.since,
        stranger.description,
        stranger.since,
      );
    });
    const store = openSqlite({ file });
    expect(await store.operator.pins.ofAll([camera])).toEqual([{ ...pin, stranger }]);
    // They are from before pins were of the device alone, too: told of once.
    expect(await store.operator.pins.listOnce(10)).toEqual([camera]);
    expect(await store.operator.pins.listOnce(10)).toEqual([]);
    // One that takes its place is no reason to open the camera anew.
    expect(await store.operator.pins.replace(pin, { ...pin, fields: ['realm'] }, 1)).toBe(true);
    await behindTheBack((db) => {
      expect(db.prepare('SELECT opening FROM cameras').pluck().all()).toEqual([1]);
    });
    // Whoever watches for changes still hears of one, and a camera still takes its pins with it.
    const revision = await store.revision();
    await store.operator.pins.pin({ ...pin, line: 'onvif' }, 1);
    expect(await store.revision()).toBeGreaterThan(revision);
    await store.operator.map.removeCamera(pin.camera);
    expect(await store.operator.pins.ofAll([camera])).toEqual([]);
    await store.close();
  });

  test('a file from a newer version is refused by name', async () => {
    await openSqlite({ file, migrations: [...migrations, next] }).close();
    const { code, message } = failure(() => openSqlite({ file }));
    expect(code).toBe('internal');
    expect(message).toContain(`its schema has step ${next.version}, this version knows ${known}`);
  });

  test('another text of a step is refused by name', async () => {
    await openSqlite({ file }).close();
    const altered = migrations.map((step) => ({ ...step, sql: `${step.sql}\n-- other` }));
    const { code, message } = failure(() => openSqlite({ file, migrations: altered }));
    expect(code).toBe('internal');
    expect(message).toContain('schema step 1 (first): its checksum differs');
  });

  test('a step that fails leaves nothing of itself nor of the steps before it', async () => {
    const broken = { ...next, sql: 'CREATE TABLE half (id INTEGER); NONSENSE;' };
    expect(failure(() => openSqlite({ file, migrations: [...migrations, broken] })).code).toBe(
      'storage-down',
    );
    await behindTheBack((db) => {
      expect(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    });
  });

  test('processes that make the file at the same time all find it good', async () => {
    const opener = join(folder, 'opener.ts');
    const here = new URL('./open.ts', import.meta.url).href;
    await writeFile(
      opener,
      `import { openSqlite } from ${JSON.stringify(here)};
       const store = openSqlite({ file: process.argv[2] ?? '' });
       console.log(await store.revision());
       await store.close();`,
    );
    const runs = await Promise.all(Array.from({ length: 6 }, () => runTs(opener, [file])));
    expect(runs).toEqual(runs.map(() => ({ code: 0, stdout: '1\n', stderr: '' })));
  });
});

describe('trouble', () => {
  test('a file that is no data file is storage that is down, with the reason for the operator', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(file, 'these are not the bytes of a data file '.repeat(50));
    const { code, message, cause } = failure(() => openSqlite({ file }));
    expect({ code, message }).toEqual({
      code: 'storage-down',
      message: 'storage is not available',
    });
    expect(cause).toMatchObject({ code: 'SQLITE_NOTADB' });
  });

  test('a folder that cannot be made is storage that is down', async () => {
    await writeFile(join(folder, 'data'), 'in the way');
    expect(failure(() => openSqlite({ file })).code).toBe('storage-down');
  });

  test('a write waits for a neighbour without holding up reads or the event loop', async () => {
    const store = openSqlite({ file });
    const neighbour = new Database(file);
    neighbour.exec('BEGIN IMMEDIATE');
    let done = false;
    const birch = sampleAccount();
    const writing = store.operator.accounts.add(birch).then(() => (done = true));
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(await store.of(birch.id).record()).toBeUndefined();
    }
    expect(done).toBe(false);
    neighbour.exec('COMMIT');
    neighbour.close();
    await writing;
    expect(await store.of(birch.id).record()).toEqual(birch);
    await store.close();
  });

  test('a neighbour that never lets go is storage that is down', async () => {
    const store = openSqlite({ file });
    const neighbour = new Database(file);
    neighbour.exec('BEGIN IMMEDIATE');
    const refused = store.operator.accounts.add(sampleAccount());
    await expect(refused).rejects.toMatchObject({
      code: 'storage-down',
      cause: { code: 'SQLITE_BUSY' },
    });
    neighbour.close();
    await store.close();
  });

  test('a damaged table is storage that is down, not a wrong answer', async () => {
    const store = openSqlite({ file });
    const birch = sampleAccount();
    await store.operator.accounts.add(birch);
    await store.operator.map.addCamera(sampleCamera(), sampleEntry(birch.id), nowhere);
    await behindTheBack((db) => db.exec('DROP TABLE entries; DELETE FROM revision'));
    await expect(store.of(birch.id).entries()).rejects.toMatchObject({ code: 'storage-down' });
    await expect(store.revision()).rejects.toMatchObject({ code: 'storage-down' });
    await store.close();
  });
});

/** As if nothing had ever been found. */
const never = { all: 0, control: 0, account: 0 };

test('a row that does not open is told of whoever rests on it, and of nobody else', async () => {
  const store = openSqlite({ file });
  const [birch, harbour] = [sampleAccount(), sampleAccount()];
  const asked = [];
  for (const { id: account } of [birch, harbour]) {
    const entry = sampleEntry(account);
    await store.operator.accounts.add(account === birch.id ? birch : harbour);
    await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
    asked.push({ account, grant: undefined, device: entry.device, revisions: never });
  }
  await behindTheBack((db) =>
    db.prepare(`UPDATE entries SET nicknames = '[' WHERE account = ?`).run(birch.id),
  );
  const { found } = await store.revalidate(asked);
  expect(found).toEqual(['unreadable', expect.objectContaining({ stands: true })]);
  await store.close();
});

test('what is found of sessions is of the revision that is told, or of a later one', async () => {
  await openSqlite({ file }).close();
  const db = new Database(file);
  const engine = createEngine(db);
  const count = db.prepare('UPDATE revision SET value = value + 1');
  const read = db.prepare<[], number>('SELECT value FROM revision').pluck();
  const revalidate = createRevalidate(engine, {
    look() {
      // As if another process wrote while rows are being read.
      count.run();
      return { stands: true, revisions: never };
    },
    common: () => ({ all: read.get() ?? 0, control: 1 }),
  });
  const before = read.get();
  const { id: account } = sampleAccount();
  const one = { account, grant: undefined, device: newDeviceId(), revisions: never };
  expect((await revalidate([one, one])).revisions.all).toBe(before);
  engine.close();
});

test('accounts from before that look alike stay as they are, and a new one like them is refused', async () => {
  const [first, second] = [
    sampleAccount({ email: 'jose@example.org' }),
    sampleAccount({ email: 'jos\u0435@example.org' }),
  ];
  await behindTheBack((db) => {
    configure(db);
    migrate(db, migrations.slice(0, 12), () => 5);
    const insert = db.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, 0)');
    for (const { id, name, email, passwordHash, createdAt } of [first, second])
      insert.run(id, name, email, passwordHash, createdAt);
  });
  const store = openSqlite({ file });
  for (const account of [first, second]) {
    expect(await store.directory.byEmail(account.email)).toEqual(account);
  }
  const third = sampleAccount({ email: 'j0se@example.org' });
  await expect(store.operator.accounts.add(third)).rejects.toMatchObject({ code: 'bad-request' });
  await store.close();
});

test('tables hold no value of another type, and no id of another form', async () => {
  await openSqlite({ file }).close();
  await behindTheBack((db) => {
    const insert = db.prepare(`INSERT INTO accounts VALUES (?, ?, ?, ?, ?, 0, '', 1)`);
    const { id } = sampleAccount();
    expect(() => insert.run(id, 'n', 'e', 'p', 'noon')).toThrow(/cannot store TEXT/);
    expect(() => insert.run('short', 'n', 'e', 'p', 1)).toThrow(/CHECK/);
    expect(insert.run(id, 'n', 'e', 'p', 1).changes).toBe(1);
  });
});
