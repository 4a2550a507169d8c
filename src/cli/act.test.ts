/**
 * What commands say and how they end, beside a bridge that answers this or that.
 *
 * @takes 8 s
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { listenForCommands, type ControlServer } from '../bridge/control/listen.ts';
import type { Question, Reply } from '../bridge/control/messages.ts';
import { keepStop, keptStop } from '../bridge/control/stop-file.ts';
import { sampleAccount } from '../storage/contract/shelf.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { acquireFileLock } from '../storage/sqlite/file-lock.ts';
import { identityOf } from '../storage/sqlite/identity-of.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import type { Store } from '../storage/store.ts';
import { openCasement, type Casement } from '../workshop/testing/casement.ts';

jest.setTimeout(120_000);

let casement: Casement;
let folder: string;
let store: Store;
let letGo: () => void;
let server: ControlServer | undefined;
let asked: Question[];

beforeEach(async () => {
  casement = await openCasement();
  folder = join(casement.folder, 'data');
  store = openSqlite({ file: dataFolder(folder).database });
  await store.operator.accounts.add(sampleAccount({ email: 'birch@example.org' }));
  letGo = acquireFileLock(dataFolder(folder).lock, 'a bridge');
  asked = [];
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  letGo();
  await store.close();
  await casement.dispose();
});

async function bridgeSays(reply: (question: Question) => Reply): Promise<void> {
  const answer = async (question: Question): Promise<Reply> => {
    asked.push(question);
    return reply(question);
  };
  server = await listenForCommands(join(folder, 'control.sock'), answer, () => undefined);
}

const unlink = ['account', 'unlink', 'birch@example.org'];

test('acted: the row is written first, and is told by its revision and file', async () => {
  const before = await store.revision();
  await bridgeSays(() => ({ reply: 'acted', revision: 1_000 }));
  expect(await casement.run(['suspend', '--account', 'birch@example.org'])).toMatchObject({
    code: 0,
    stdout: 'Suspended account birch@example.org until resumed.\n',
  });
  const database = identityOf(dataFolder(folder).database);
  expect(asked).toEqual([{ ask: 'act', revision: await store.revision(), database }]);
  expect(await store.revision()).toBeGreaterThan(before);
});

test.each<[string, Reply]>([
  ['of before', { reply: 'acted', revision: 0 }],
  ['that it failed', { reply: 'failed', why: 'the store does not answer the bridge' }],
])('a word %s is not enough: exit 3', async (_what, reply) => {
  await bridgeSays(() => reply);
  const { code, stdout, stderr } = await casement.run(unlink);
  expect({ code, stdout }).toEqual({
    code: 3,
    stdout: 'Ended 0 linking(s) of birch@example.org.\n',
  });
  expect(stderr).toContain('delivery may go on');
});

test('nobody answers although the lock is held: exit 3, with the signal that stops it', async () => {
  const bridge = { version: 1, pid: 4242, build: '/nowhere', socket: '/nowhere/s', since: 1 };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bridge.json'), JSON.stringify(bridge));
  const { code, stderr } = await casement.run([...unlink, '--json']);
  expect({ code, error: JSON.parse(stderr) as unknown }).toMatchObject({
    code: 3,
    error: { error: { code: 'unheard', message: expect.stringContaining('kill -USR2 4242') } },
  });
});

test('where the folder was moved, the bridge that began in its old place is not asked', async () => {
  const socket = join(casement.folder, 'control.sock');
  const bridge = { version: 1, pid: 4242, build: '/nowhere', socket, since: 1 };
  writeFileSync(join(folder, 'bridge.json'), JSON.stringify(bridge));
  const other = await listenForCommands(
    socket,
    async (question) => {
      asked.push(question);
      return { reply: 'acted', revision: 1_000 };
    },
    () => undefined,
  );
  try {
    expect(await casement.run(unlink)).toMatchObject({ code: 3 });
    expect(asked).toEqual([]);
  } finally {
    await other.close();
  }
});

/** A command whose database throws, by `broken`, a function of statement and of what has been run by then. */
const failing = (broken: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    `import { createRequire } from 'node:module';
    const Database = createRequire(${JSON.stringify(import.meta.url)})('better-sqlite3');
    const { prepare } = Database.prototype;
    const done = [];
    const broken = ${broken};
    Database.prototype.prepare = function (sql) {
      const statement = prepare.call(this, sql);
      const through = (name) => (...given) => {
        if (broken(sql, done)) throw Object.assign(new Error('I/O'), { code: 'SQLITE_IOERR' });
        if (name === 'run') done.push(sql);
        return statement[name](...given);
      };
      return { get: through('get'), all: through('all'), run: through('run') };
    };`,
  )}`,
});

test('a row that was written is not said to have failed where the database fails afterwards', async () => {
  await bridgeSays(() => ({ reply: 'acted', revision: 1_000 }));
  const suspend = ['suspend', '--account', 'birch@example.org'];
  const broken = failing(`(sql) => sql.includes('control_revision c')`);
  const { code, stdout, stderr } = await casement.process(suspend, '', broken);
  expect(await store.operator.suspensions.list()).toHaveLength(1);
  expect({ code, stdout }).toEqual({
    code: 3,
    stdout: 'Suspended account birch@example.org until resumed.\n',
  });
  expect(stderr).toContain('it is written down, but the database does not answer any more');
});

test('nor is one that was lifted, where what is left cannot be read afterwards', async () => {
  await bridgeSays(() => ({ reply: 'acted', revision: 1_000 }));
  await casement.run(['suspend', '--account', 'birch@example.org']);
  const broken = failing(`(_sql, done) => done.some((sql) => sql.startsWith('DELETE'))`);
  const resume = ['resume', '--account', 'birch@example.org'];
  const { code, stdout } = await casement.process(resume, '', broken);
  expect(await store.operator.suspensions.list()).toEqual([]);
  expect({ code, stdout }).toEqual({
    code: 3,
    stdout:
      'Resumed account birch@example.org. What else is suspended could not be read: see casement suspensions.\n',
  });
});

test('a bridge that is silent by itself is told of, and is no failure', async () => {
  await bridgeSays(() => ({ reply: 'silent', why: 'the file was replaced' }));
  expect(await casement.run(unlink)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('delivers nothing any more: the file was replaced'),
  });
});

test('all is resumed once the bridge has taken back what it still holds', async () => {
  await bridgeSays(({ ask }) =>
    ask === 'resume' ? { reply: 'resumed', since: 7 } : { reply: 'acted', revision: 1_000 },
  );
  expect(await casement.run(['resume', '--all'])).toEqual({
    code: 0,
    stdout: 'Resumed everything. Nothing is suspended.\n',
    stderr: '',
  });
  expect(asked.map(({ ask }) => ask)).toEqual(['resume', 'act']);
});

test('what the bridge cannot take back is not resumed, and nothing else is changed', async () => {
  const suspensions = [{ scope: { of: 'all' }, since: 5 }] as const;
  await store.operator.suspensions.suspend(suspensions[0]);
  keepStop(folder, { since: 5, terms: {} });
  await bridgeSays(() => ({ reply: 'failed', why: 'see its log' }));
  expect(await casement.run(['resume', '--all'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('cannot take back the stop that it holds, which goes on'),
  });
  expect(await store.operator.suspensions.list()).toEqual(suspensions);
  expect(keptStop(folder, 5)).toBeDefined();
});

test('a bridge that does not hear of a resumption may go on holding back: exit 3', async () => {
  await store.operator.suspensions.suspend({ scope: { of: 'all' }, since: 5 });
  const { code, stderr } = await casement.run(['resume', '--all']);
  expect(code).toBe(3);
  expect(stderr).toContain('what it holds back it may go on holding back');
});

/** A command whose files find no room on the disk; the database has its own ways. */
const full = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    fs.fsyncSync = () => { throw new Error('ENOSPC: no space left on device'); };
    syncBuiltinESMExports();`,
  )}`,
};

/** While `work` runs nobody can write into the database. */
async function locked<T>(work: () => Promise<T>): Promise<T> {
  const lock = new Database(dataFolder(folder).database);
  lock.exec('BEGIN IMMEDIATE');
  try {
    return await work();
  } finally {
    lock.close();
  }
}

const suspendingAll = ['suspend', '--all', '--reason', 'Odd'];
const suspendAll = () => casement.run(suspendingAll);
const suspendAllOnFullDisk = () => casement.process(suspendingAll, '', full);

test('a stop that is written down ends with 0', async () => {
  await bridgeSays(() => ({ reply: 'stopped', written: true }));
  expect(await suspendAll()).toEqual({
    code: 0,
    stdout: 'Suspended everything until resumed.\n',
    stderr: '',
  });
  expect(asked).toEqual([{ ask: 'stop', since: expect.any(Number), reason: 'Odd' }]);
});

const silent = { reply: 'stopped', written: false, silent: 'the file is gone' } as const;

test('a silent bridge may have another database open: the command writes it down itself', async () => {
  await bridgeSays(() => silent);
  expect(await casement.run(['suspend', '--all', '--json'])).toMatchObject({ code: 0, stderr: '' });
  const [row] = await store.operator.suspensions.list();
  expect(asked).toEqual([{ ask: 'stop', since: row?.since }]);
  // What is put in place of that database obeys it, too.
  expect(keptStop(folder)).toMatchObject({ since: row?.since });
  expect(await suspendAll()).toEqual({
    code: 0,
    stdout:
      'Suspended everything until resumed.\nThe bridge delivers nothing any more: the file is gone. Start it anew.\n',
    stderr: '',
  });
});

test('where it cannot either, that ends with 4', async () => {
  await bridgeSays(() => silent);
  const { code, stderr } = await locked(() => suspendAll());
  expect(code).toBe(4);
  expect(stderr).toContain('stopped.json keeps it');
});

test('one that is not ends with 4, and is kept where the bridge could not keep it', async () => {
  await bridgeSays(() => ({ reply: 'stopped', written: false }));
  keepStop(folder, { since: 5, terms: { until: 6 } });
  const { code, stdout, stderr } = await suspendAll();
  expect({ code, stdout }).toEqual({ code: 4, stdout: 'Suspended everything until resumed.\n' });
  expect(stderr).toContain('stopped.json keeps it');
  expect(keptStop(folder)).toMatchObject({ terms: { reason: 'Odd' } });
});

test('a stop is kept also in the place of one from before the clock was put back', async () => {
  await bridgeSays(() => ({ reply: 'stopped', written: false }));
  const since = Date.now() + 7_200_000;
  keepStop(folder, { since, terms: { until: since + 1 } });
  expect(await suspendAll()).toMatchObject({ code: 4 });
  expect(keptStop(folder)?.terms).toEqual({ reason: 'Odd' });
});

test('what the bridge has kept is not written over', async () => {
  await bridgeSays(() => {
    keepStop(folder, { since: Date.now(), terms: { reason: 'the bridge’s' } });
    return { reply: 'stopped', written: false };
  });
  expect(await suspendAll()).toMatchObject({ code: 4 });
  expect(keptStop(folder)).toMatchObject({ terms: { reason: 'the bridge’s' } });
});

test('where neither can keep it, that is what is said', async () => {
  await bridgeSays(() => ({ reply: 'stopped', written: false }));
  const { code, stdout, stderr } = await suspendAllOnFullDisk();
  expect({ code, stdout }).toEqual({ code: 4, stdout: 'Suspended everything until resumed.\n' });
  expect(stderr).toContain('ENOSPC');
  expect(stderr).toContain('a bridge that is started anew delivers again');
  expect(readdirSync(folder).filter((name) => name.startsWith('stopped.json'))).toEqual([]);
});

test('a stop that nobody hears is kept, in the database and in the file: exit 3', async () => {
  const said = await suspendAll();
  expect(said).toMatchObject({ code: 3, stdout: 'Everything is to be suspended.\n' });
  expect(said.stderr).toContain(
    'it is written down, but the bridge on this folder does not answer',
  );
  expect(keptStop(folder)).toMatchObject({ terms: { reason: 'Odd' } });
  expect(await store.operator.suspensions.list()).toMatchObject([{ reason: 'Odd' }]);
});

test('one that nobody hears and nothing keeps has failed', async () => {
  const { code, stdout, stderr } = await locked(() => suspendAllOnFullDisk());
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/neither in the database nor in stopped\.json.* delivery may go on/);
});

test('so has one that nothing keeps for the next start', async () => {
  letGo();
  const { code, stdout, stderr } = await locked(() => suspendAllOnFullDisk());
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('the next start delivers');
});
