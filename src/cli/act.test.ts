/** What commands say and how they end, beside a bridge that answers this or that. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { listenForCommands, type ControlServer } from '../control/listen.ts';
import type { Question, Reply } from '../control/messages.ts';
import { keepStop, keptStop } from '../control/stop-file.ts';
import { sampleAccount } from '../storage/contract/shelf.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { hold } from '../storage/sqlite/hold.ts';
import { identityOf } from '../storage/sqlite/identity-of.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import type { Store } from '../storage/store.ts';
import { openCasement, type Casement } from '../testing/casement.ts';

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
  await store.accounts.add(sampleAccount({ email: 'birch@example.org' }));
  letGo = hold(dataFolder(folder).lock, 'a bridge');
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
  await store.suspensions.suspend(suspensions[0]);
  keepStop(folder, { since: 5, terms: {} });
  await bridgeSays(() => ({ reply: 'failed', why: 'see its log' }));
  expect(await casement.run(['resume', '--all'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('cannot take back the stop that it holds, which goes on'),
  });
  expect(await store.suspensions.list()).toEqual(suspensions);
  expect(keptStop(folder, 5)).toBeDefined();
});

test('a bridge that does not hear of a resumption may go on holding back: exit 3', async () => {
  await store.suspensions.suspend({ scope: { of: 'all' }, since: 5 });
  const { code, stderr } = await casement.run(['resume', '--all']);
  expect(code).toBe(3);
  expect(stderr).toContain('what it holds back it may go on holding back');
});

test.each([
  [true, 0],
  [false, 4],
])('a stop that is written down (%s) ends with %i', async (written, code) => {
  await bridgeSays(() => ({ reply: 'stopped', written }));
  const said = await casement.run(['suspend', '--all', '--reason', 'Odd']);
  expect(said).toMatchObject({ code, stdout: 'Suspended everything until resumed.\n' });
  expect(asked).toEqual([{ ask: 'stop', reason: 'Odd' }]);
});
