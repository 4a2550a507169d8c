/**
 * What backup, restore and after-restore do to a folder, and what they refuse.
 *
 * @takes 18 s
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { knownRevision, noteRestore } from '../../wall/audit/note-restore.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { readRecord } from '../../wall/audit/read-record.ts';
import { auditKeys } from '../../identity/audit-key.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import {
  countedRevision,
  readCounter,
  writeCounter,
} from '../../bridge/data-folder/restore-counter.ts';
import { markRestore } from '../../bridge/data-folder/restore-mark.ts';
import { readSeen, writeSeen } from '../../bridge/data-folder/seen-revision.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { revisionIn } from '../../storage/sqlite/copy.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { openOperator } from '../../workshop/testing/operator.ts';
import { registerAccount } from '../account/account.ts';
import { registerCamera } from '../camera/camera.ts';
import { run } from '../program.ts';
import { registerAfterRestore } from './after-restore.ts';
import { registerBackup } from './backup.ts';
import { replacesKeys } from './distrust.ts';
import { registerRestore } from './restore.ts';
import { testUnless } from '../../workshop/testing/needs.ts';
import { allEntries } from '../../storage/contract/whole.ts';
import { withoutProgress } from '../../workshop/testing/without-progress.ts';

jest.setTimeout(60_000);

let place: string;
let data: string;
let file: string;
let key: string;
let counter: string | undefined;
let keysFile: string | undefined;

beforeEach(async () => {
  place = scratchFolder('restore');
  [data, file, key] = [join(place, 'data'), join(place, 'one.backup'), join(place, 'key')];
  [counter, keysFile] = [undefined, undefined];
  writeFileSync(key, randomBytes(32));
  const operator = openOperator(data);
  await operator.settle('birch', 'rtsp://127.0.0.1:9/first');
  await operator.close();
  await note(1);
});
afterEach(() => removeFolder(place));

const keys = (folder = data) => auditKeys(openKeyRing(dataFolder(folder).keys));

/** One more line of the record, as a bridge would write. */
const note = (revision: number): Promise<void> =>
  noteRestore(recordPlace(data), keys(), {
    build: 'b',
    by: 'after-restore',
    revision,
    grants: 0,
    shares: 0,
  });

async function casement(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = {
    DATA_DIR: data,
    ...(counter !== undefined && { RESTORE_COUNTER_FILE: counter }),
    ...(keysFile !== undefined && { KEYS_FILE: keysFile }),
  };
  const context = { env, stdin: Readable.from([]), stdout, stderr };
  const commands = [
    registerAccount,
    registerCamera,
    registerBackup,
    registerRestore,
    registerAfterRestore,
  ];
  const code = await run(args, context, commands);
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: withoutProgress(await text(stderr)) };
}

const backup = (...more: string[]) => casement('backup', file, '--key-file', key, ...more);
const restore = (...more: string[]) => casement('restore', file, '--key-file', key, ...more);
const linesOf = async (): Promise<string[]> => {
  const kinds: string[] = [];
  const verdict = await readRecord(recordPlace(data), keys(), ({ kind }) => kinds.push(kind));
  expect(verdict.faults).toEqual([]);
  return kinds;
};
const revision = async (): Promise<number> => {
  const operator = openOperator(data);
  try {
    return await operator.store.revision();
  } finally {
    await operator.close();
  }
};

test('a backup leaves nothing behind but itself', async () => {
  // Those of SQLite come and go; a lock is a file that stays.
  const left = () =>
    readdirSync(data)
      .filter((name) => !/^casement\.db-|^keys\.lock$/.test(name))
      .toSorted();
  const before = left();
  expect(await backup()).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(place).toSorted()).toEqual(['data', 'key', 'one.backup']);
  expect(left()).toEqual(before);
  const bytes = readFileSync(file);
  expect(await backup()).toMatchObject({ code: 1 });
  expect(readFileSync(file)).toEqual(bytes);
});

test('an empty folder gets database, record and cameras; keys that sign are new', async () => {
  const old = openKeyRing(dataFolder(data).keys);
  await backup();
  rmSync(data, { recursive: true });
  expect(await restore()).toMatchObject({ code: 0, stderr: '' });
  expect(await linesOf()).toEqual(['file', 'restored', 'restored']);
  const ring = openKeyRing(dataFolder(data).keys);
  expect(ring.sealing.map(({ kid }) => kid)).toEqual(old.sealing.map(({ kid }) => kid));
  for (const kind of ['signing', 'tickets'] as const) {
    expect(ring[kind]).toHaveLength(1);
    expect(ring[kind][0].kid).not.toBe(old[kind][0].kid);
  }
  const operator = openOperator(data);
  const [camera] = await operator.register.page({ most: 1_000 });
  expect(camera).toMatchObject({ unconfirmed: true });
  if (camera === undefined) throw new Error('no camera');
  expect(await operator.register.address(camera.device)).toMatchObject({
    stream: 'rtsp://127.0.0.1:9/first',
  });
  await operator.close();
  expect(readdirSync(data).filter((name) => /^(restor|backing|before)/.test(name))).toEqual([]);
});

test('beside whoever holds the folder nothing is restored', async () => {
  await backup();
  const letGo = acquireFileLock(dataFolder(data).lock, 'a test');
  try {
    const stopFirst = expect.stringContaining('stop it first');
    expect(await restore('--over')).toMatchObject({ code: 1, stderr: stopFirst });
    expect(await casement('after-restore', '--yes')).toMatchObject({ code: 1, stderr: stopFirst });
  } finally {
    letGo();
  }
});

test('where a backup cannot be written, that is said of the file that was named', async () => {
  const lost = join(place, 'nowhere', 'one.backup');
  expect(await casement('backup', lost, '--key-file', key)).toMatchObject({
    code: 1,
    stderr: `casement: ${lost} cannot be written (ENOENT): name a file in a folder that is there, and in which this user may write\n`,
  });
});

test('without a terminal every way is named in which a pass phrase may come', async () => {
  expect(await casement('backup', file)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/: use --pass-phrase-stdin, --pass-phrase-file or --key-file\n$/),
  });
});

test('a backup that is not there is named before the database that would have to go', async () => {
  const missing = expect.stringContaining(`there is no ${file}`);
  expect(await restore()).toMatchObject({ code: 1, stderr: missing });
});

test('a database is set aside only where that is said, and is not lost', async () => {
  await backup();
  expect(await restore()).toMatchObject({ code: 1, stderr: expect.stringContaining('--over') });
  expect(readdirSync(data).filter((name) => name.startsWith('before-'))).toEqual([]);
  const done = await restore('--over', '--json');
  const { aside } = JSON.parse(done.stdout) as { aside: string };
  expect(readdirSync(aside)).toEqual(expect.arrayContaining(['casement.db']));
});

test('a newer record is kept and goes on, and the revision is above all it knew', async () => {
  await backup();
  await note(5_000);
  expect(await restore('--over', '--json')).toMatchObject({
    stdout: expect.stringContaining('"record":"kept"'),
  });
  expect(await linesOf()).toEqual(['file', 'restored', 'restored', 'restored']);
  expect(await revision()).toBeGreaterThan(5_000);
  expect(await knownRevision(recordPlace(data), keys())).toBe(await revision());
});

test.each([
  ['older', async () => undefined],
  ['another’s', async () => note(1)],
])('a record that is %s is set aside', async (_word, more) => {
  await cp(data, join(place, 'earlier'), { recursive: true });
  await note(2);
  await backup();
  for (const name of ['audit', 'audit-head.json']) {
    rmSync(join(data, name), { recursive: true });
    await cp(join(place, 'earlier', name), join(data, name), { recursive: true });
  }
  await more();
  const { stdout } = await restore('--over', '--json');
  const { record, aside } = JSON.parse(stdout) as { record: string; aside: string };
  expect(record).toBe('restored');
  expect(readdirSync(aside)).toEqual(expect.arrayContaining(['audit', 'audit-head.json']));
  expect(await linesOf()).toEqual(['file', 'restored', 'restored', 'restored']);
});

test('without its keys a backup is restored where they lie already', async () => {
  const kept = readFileSync(dataFolder(data).keys);
  expect(await backup('--no-keys')).toMatchObject({
    stdout: expect.stringContaining(`keep ${dataFolder(data).keys} too`),
  });
  rmSync(data, { recursive: true });
  expect(await restore()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`not in the backup (they lay at ${dataFolder(data).keys})`),
  });
  expect(existsSync(dataFolder(data).database)).toBe(false);
  writeFileSync(dataFolder(data).keys, kept, { mode: 0o600 });
  expect(await restore()).toMatchObject({ code: 0, stderr: '' });
  expect(await linesOf()).toHaveLength(3);
});

/** A folder on another file system than the one where data folders of tests lie, if there is one. */
const otherDisk = ['/dev/shm', projectRoot, '/tmp', '/var/tmp'].find(
  (folder) => existsSync(folder) && statSync(folder).dev !== statSync(tmpdir()).dev,
);

testUnless(
  otherDisk === undefined ? 'a second file system' : undefined,
  'a key file on another file system gets new keys, whether it was there or not',
  async () => {
    const elsewhere = await mkdtemp(join(otherDisk ?? '', 'casement-keys-'));
    try {
      const own = dataFolder(data).keys;
      await backup();
      rmSync(data, { recursive: true });
      keysFile = join(elsewhere, 'of', 'keys.json');
      const first = await restore('--json');
      expect(JSON.parse(first.stdout)).toMatchObject({ keys: 'new' });
      expect(existsSync(own)).toBe(false);
      const made = openKeyRing(keysFile, '');

      // The same again, where the backup has no keys and the file is there.
      await rm(file);
      const said = JSON.parse((await backup('--json')).stdout) as unknown;
      expect(said).toMatchObject({ keys: 'elsewhere', keysAt: keysFile });
      const second = await restore('--over', '--json');
      expect(JSON.parse(second.stdout)).toMatchObject({ keys: 'new' });
      const again = openKeyRing(keysFile, '');
      expect(again.signing[0].kid).not.toBe(made.signing[0].kid);
      expect(again.sealing.map(({ kid }) => kid)).toEqual(made.sealing.map(({ kid }) => kid));
      expect(statSync(keysFile).mode & 0o777).toBe(0o600);
      expect(readdirSync(join(elsewhere, 'of'))).toEqual(['keys.json']);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  },
);

test('nobody changes the keys between the database of a backup and its keys', async () => {
  const letGo = acquireFileLock(dataFolder(data).keysLock, 'a test');
  try {
    const changing = expect.stringContaining('another command is changing the keys');
    expect(await backup()).toMatchObject({ code: 1, stderr: changing });
  } finally {
    letGo();
  }
  expect(existsSync(file)).toBe(false);
  expect(await backup()).toMatchObject({ code: 0 });
});

test('a backup whose keys do not open it is restored only where that is said', async () => {
  const operator = openOperator(data);
  const [row] = await allEntries(operator.store);
  if (row === undefined) throw new Error('no camera');
  await operator.store.operator.map.reseal(row.camera, row.sealedSource, 'lost-1.AAAA', 1);
  await operator.close();
  await backup();
  const before = [readFileSync(dataFolder(data).keys), await revision(), await linesOf()];
  expect(await restore('--over')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/do not open it: 1 value\(s\) in it are sealed with lost-1/),
  });
  expect([readFileSync(dataFolder(data).keys), await revision(), await linesOf()]).toEqual(before);
  expect(await restore('--over', '--leave-shut')).toMatchObject({ code: 0, stderr: '' });
});

test('a backup that does not open changes nothing', async () => {
  await backup();
  const before = [readFileSync(dataFolder(data).keys), await revision(), await linesOf()];
  const bytes = readFileSync(file);
  chmodSync(file, 0o600);
  writeFileSync(file, bytes.subarray(0, -1));
  expect(await restore('--over')).toMatchObject({ code: 1 });
  expect([readFileSync(dataFolder(data).keys), await revision(), await linesOf()]).toEqual(before);
});

test('what a killed restore left behind is gone after the next', async () => {
  await backup();
  const left = join(data, 'restoring-AAAAAA');
  mkdirSync(left);
  writeFileSync(join(left, 'keys.json'), 'secret');
  expect(await restore('--over')).toMatchObject({ code: 0 });
  expect(existsSync(left)).toBe(false);
});

test('on a folder that is half restored nothing works but another restore', async () => {
  await backup();
  markRestore(data);
  expect(await casement('account', 'list')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('was cut off'),
  });
  expect(await restore('--over')).toMatchObject({ code: 0 });
  expect(await casement('account', 'list')).toMatchObject({ code: 0 });
});

test('after-restore does the same to what lies there', async () => {
  const old = openKeyRing(dataFolder(data).keys);
  await note(700);
  expect(await casement('after-restore')).toMatchObject({ code: 2 });
  expect(await casement('after-restore', '--yes')).toMatchObject({ code: 0, stderr: '' });
  expect(openKeyRing(dataFolder(data).keys).signing[0].kid).not.toBe(old.signing[0].kid);
  expect(await linesOf()).toHaveLength(4);
  expect(await revision()).toBeGreaterThan(700);
  expect(await casement('account', 'list')).toMatchObject({
    stdout: expect.stringContaining('(unconfirmed)'),
  });
});

test.each(['after-restore', 'restore'])(
  'what was seen of the database is over with %s, and is no higher than it is then',
  async (how) => {
    await backup();
    writeSeen(data, { revision: 4_321, wentBack: true });
    expect(await (how === 'restore' ? restore('--over') : casement(how, '--yes'))).toMatchObject({
      code: 0,
      stderr: '',
    });
    const seen = readSeen(data);
    expect([seen.revision > 4_321, seen.wentBack]).toEqual([true, false]);
    expect(revisionIn(dataFolder(data).database)).toBeGreaterThanOrEqual(seen.revision);
  },
);

test('accounts are confirmed one by one, or all', async () => {
  await casement('after-restore', '--yes');
  expect(await casement('account', 'confirm')).toMatchObject({ code: 2 });
  expect(await casement('account', 'confirm', 'x@y.z', '--all')).toMatchObject({ code: 2 });
  expect(await casement('account', 'confirm', '--all')).toMatchObject({ code: 2 });
  expect((await casement('account', 'list')).stdout).toContain('(unconfirmed)');
  expect(await casement('account', 'confirm', 'birch@example.net')).toMatchObject({ code: 0 });
  expect((await casement('account', 'list')).stdout).not.toContain('(unconfirmed)');
  expect((await casement('account', 'confirm', '--all', '--yes')).stdout).toContain('Nothing was');
});

test('a counter is begun, counts for its own database only, and is missed', async () => {
  const operator = openOperator(data);
  const { store } = operator;
  const named = join(place, 'counter.json');
  const { id: lineage } = await store.operator.restores.lineage();
  expect(await countedRevision(undefined, store)).toBeUndefined();
  expect(await countedRevision(named, store)).toBeUndefined();
  expect(readCounter(named)).toEqual({ lineage, revision: await store.revision() });
  expect((await store.operator.restores.lineage()).counted).toBe(true);
  writeCounter(named, { lineage, revision: 900 });
  expect(await countedRevision(named, store)).toBe(900);
  await expect(countedRevision(undefined, store)).rejects.toThrow('RESTORE_COUNTER_FILE');
  await expect(countedRevision(`${named}x`, store)).rejects.toThrow('is missing');
  writeCounter(`${named}y`, { lineage: 'other', revision: 1 });
  await expect(countedRevision(`${named}y`, store)).rejects.toThrow('of another database');
  writeFileSync(named, 'torn');
  await expect(countedRevision(named, store)).rejects.toThrow('cannot be read');
  writeCounter(named, { lineage, revision: 900 });
  await operator.close();

  counter = named;
  expect(await casement('after-restore', '--yes')).toMatchObject({ code: 0, stderr: '' });
  expect(readCounter(named)).toEqual({ lineage, revision: await revision() });
  expect(await revision()).toBeGreaterThan(900);
  counter = undefined;
  expect(await casement('after-restore', '--yes')).toMatchObject({ code: 0, stderr: '' });
  const later = openOperator(data);
  expect(await countedRevision(undefined, later.store)).toBeUndefined();
  await later.close();
});

test('a restore that comes to nothing does not count on: what the folder holds still starts', async () => {
  const named = join(place, 'counter.json');
  counter = named;
  const operator = openOperator(data);
  await countedRevision(named, operator.store);
  await operator.close();
  const before = readCounter(named);
  expect(await backup()).toMatchObject({ code: 0 });
  // No folder.
  keysFile = join(key, 'keys.json');
  expect(await restore('--over')).toMatchObject({ code: 1 });
  expect(readCounter(named)).toEqual(before);
  keysFile = undefined;
  expect(await restore('--over')).toMatchObject({ code: 0 });
  expect(readCounter(named)).toEqual({ ...before, revision: await revision() });
});

test('keys that cannot be replaced are told apart from any other fault', async () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  expect(await replacesKeys(() => undefined)).toBe(true);
  expect(await replacesKeys(failing('EBUSY'))).toBe(false);
  await expect(replacesKeys(failing('ENOSPC'))).rejects.toThrow('ENOSPC');
});
