import { expect, test } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import Database from 'better-sqlite3';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { makeKeyFile } from '../identity/key-file.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { migrations } from '../storage/migrations/all.ts';
import { acquireFileLock } from '../storage/sqlite/file-lock.ts';
import { configure } from '../storage/sqlite/engine.ts';
import { migrate } from '../storage/sqlite/migrate.ts';
import { registerAccount } from './account/account.ts';
import { run } from './program.ts';

test('the data folder is closed when a command is done, and when it failed', async () => {
  const folder = scratchFolder('leaf');
  async function casement(args: readonly string[], input = ''): Promise<number> {
    const stdin = new PassThrough();
    stdin.end(input);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context = { env: { DATA_DIR: folder }, stdin, stdout, stderr };
    return run(args, context, [registerAccount]);
  }
  const add = ['account', 'add', 'a@b', '--name', 'A', '--password-stdin'];
  expect(await casement(add, 'correct horse battery')).toBe(0);
  // An open connection keeps its log beside the file.
  expect((await readdir(folder)).toSorted()).toEqual(['casement.db', 'keys.json']);
  expect(await casement(['account', 'unlink', 'nobody@b'])).toBe(1);
  expect((await readdir(folder)).toSorted()).toEqual(['casement.db', 'keys.json']);
  removeFolder(folder);
});

test('a folder that is begun is named once, where it is', async () => {
  const folder = scratchFolder('leaf');
  const said = async (email: string): Promise<string> => {
    const stdin = new PassThrough();
    stdin.end('correct horse battery');
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context = { env: { DATA_DIR: folder }, stdin, stdout, stderr };
    const add = ['account', 'add', email, '--name', 'A', '--password-stdin'];
    expect(await run(add, context, [registerAccount])).toBe(0);
    return String(stderr.read() ?? '');
  };
  expect(await said('a@b')).toBe(`There was no data in ${folder}: it is begun there.\n`);
  expect(await said('b@b')).toBe('');
  removeFolder(folder);
});

test('beside a bridge a command does not bring its database up to date', async () => {
  const folder = scratchFolder('leaf');
  const { database, keys, lock } = dataFolder(folder);
  makeKeyFile(keys);
  const older = new Database(database);
  configure(older);
  migrate(older, migrations.slice(0, -1), Date.now);
  older.close();
  async function list() {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context = { env: { DATA_DIR: folder }, stdin: new PassThrough(), stdout, stderr };
    const code = await run(['account', 'list'], context, [registerAccount]);
    return { code, said: String(stderr.read() ?? '') };
  }
  const letGo = acquireFileLock(lock, 'a bridge');
  const said = expect.stringContaining('a bridge of an earlier version runs on this data folder');
  expect(await list()).toEqual({ code: 1, said });
  letGo();
  expect(await list()).toEqual({ code: 0, said: '' });
  removeFolder(folder);
});

test.each(['seen.json', 'audit-head.json'])(
  'where %s tells of a database that is gone, none is begun in its place',
  async (left) => {
    const folder = scratchFolder('leaf');
    await writeFile(join(folder, left), '{}');
    const stdin = new PassThrough();
    stdin.end('correct horse battery');
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context = { env: { DATA_DIR: folder }, stdin, stdout, stderr };
    const add = ['account', 'add', 'a@b', '--name', 'A', '--password-stdin'];
    expect(await run(add, context, [registerAccount])).toBe(1);
    expect(String(stderr.read())).toContain('casement restore <file>');
    expect(await readdir(folder)).toEqual([left]);
    removeFolder(folder);
  },
);
