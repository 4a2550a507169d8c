/** casement restore */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { headFile } from '../../wall/audit/head.ts';
import { knownRevision } from '../../wall/audit/note-restore.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { readRecord } from '../../wall/audit/read-record.ts';
import { unpack, type Manifest } from '../../wall/operator/backup/archive.ts';
import { unsealed } from '../../wall/operator/backup/sealed-file.ts';
import { Failure } from '../../common/failures.ts';
import { makeFolder } from '../../common/make-folder.ts';
import { auditKeys, type AuditKeys } from '../../identity/audit-key.ts';
import { putKeyFile, readKeyFile } from '../../identity/key-file.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { renewKeys } from '../../identity/renew-keys.ts';
import { refuseHalfCopied } from '../../bridge/data-folder/copy-mark.ts';
import { markRestore, unmarkRestore } from '../../bridge/data-folder/restore-mark.ts';
import { readSeen, writeSeen } from '../../bridge/data-folder/seen-revision.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Context } from '../context.ts';
import { folderOf } from '../data-dir.ts';
import { keysFile, leaf, print } from '../leaf.ts';
import { refuseServer } from '../open-store.ts';
import type { RegisterCommand } from '../program.ts';
import { type Progress, withProgress } from '../progress.ts';
import { refuseBeside } from './after-restore.ts';
import {
  countOn,
  distrust,
  endedInWords,
  noteEnded,
  oldKeysStay,
  replacesKeys,
} from './distrust.ts';
import { refuseShut } from './shut.ts';
import { readSecret, secretOptions, type SecretOptions } from './secret-options.ts';

interface Options extends SecretOptions {
  readonly over?: true;
  readonly leaveShut?: true;
}

/** Passes on what is read, and says how much of it there was. */
async function* counted(
  bytes: AsyncIterable<Buffer>,
  of: number,
  { at }: Progress,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const piece of bytes) {
    at('Reading the backup', (done += piece.length), of);
    yield piece;
  }
}

/** Prepares the keys of the backup, or those that lie in the folder already, with new ones to sign with. */
function prepareKeys(own: string, staging: string, manifest: Manifest): void {
  const staged = dataFolder(staging).keys;
  const there = existsSync(own);
  if (manifest.keys === 'inside') return renewKeys(staged, staged, there ? [own] : []);
  if (!there) {
    const at = manifest.keysAt === undefined ? '' : ` (they lay at ${manifest.keysAt})`;
    const what = `the keys are not in the backup${at}: put them to ${own} first (mode 0600)`;
    throw new Failure('bad-request', what);
  }
  return renewKeys(own, staged);
}

/**
 * Whether the record in the folder goes on from that of the backup, or is as far: then it is kept. One that
 * does not verify, or is another's, is set aside.
 */
async function keepsOwnRecord(
  folder: string,
  staging: string,
  keys: AuditKeys,
  { at }: Progress,
): Promise<boolean> {
  const known = await headFile(recordPlace(staging).head, keys).read();
  const verdict = await readRecord(
    recordPlace(folder),
    keys,
    () => undefined,
    known,
    (done, of) => at('Checking the record that is there', done, of),
  );
  return verdict.lines > 0 && verdict.faults.length === 0;
}

/** Moves out of the way what will be replaced; returns the folder in which it now lies, if there was any. */
async function setAside(folder: string, names: readonly string[]): Promise<string | undefined> {
  const found = names.filter((name) => existsSync(join(folder, name)));
  if (found.length === 0) return undefined;
  const aside = await mkdtemp(join(folder, 'before-restore-'));
  for (const name of found) await rename(join(folder, name), join(aside, name));
  return aside;
}

const stagingPrefix = 'restoring-';

/**
 * Removes what a killed restore left behind: a plain database, and keys. Must be called by the holder of the
 * folder.
 */
async function removeLeft(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(stagingPrefix));
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
}

const databaseFiles = ['casement.db', 'casement.db-wal', 'casement.db-shm'];
const recordNames = ['audit', 'audit-head.json'];

async function putInPlace(folder: string, staging: string, ownRecord: boolean) {
  const record = ownRecord ? [] : recordNames;
  markRestore(folder);
  const aside = await setAside(folder, [...databaseFiles, ...record]);
  for (const name of [...record, ...databaseFiles]) {
    const staged = join(staging, name);
    if (existsSync(staged)) await rename(staged, join(folder, name));
  }
  return aside;
}

async function distrustAt(
  context: Context,
  database: string,
  known: number,
  ring: KeyRing | undefined,
): ReturnType<typeof distrust> {
  const store = openSqlite({ file: database });
  try {
    if (ring !== undefined) await refuseShut(store, ring);
    return await distrust(context, store, known);
  } finally {
    await store.close();
  }
}

async function restore(
  context: Context,
  folder: string,
  staging: string,
  manifest: Manifest,
  { leaveShut }: Options,
  progress: Progress,
) {
  const own = keysFile(context, folder);
  prepareKeys(own, staging, manifest);
  const { database, keys: keyFile } = dataFolder(staging);
  const ring = openKeyRing(keyFile);
  const keys = auditKeys(ring);
  const ownRecord = await keepsOwnRecord(folder, staging, keys, progress);
  const known = await Promise.all(
    [folder, staging].map((one) => knownRevision(recordPlace(one), keys)),
  );
  const highest = Math.max(...known, manifest.revision, readSeen(folder).revision);
  progress.at('Ending linkings, sign-ins and shares');
  const distrusted = await distrustAt(context, database, highest, leaveShut ? undefined : ring);
  const { ended } = distrusted;
  // First, and never absent: they open what the old database and record hold, too. Written beside the target,
  // which may lie on another file system, to which nothing can be moved.
  const renewed = await replacesKeys(() => putKeyFile(own, readKeyFile(keyFile)));
  if (!renewed && manifest.keys === 'inside') {
    throw new Failure('internal', `${own} cannot be replaced: make it writable`);
  }
  const aside = await putInPlace(folder, staging, ownRecord);
  countOn(context, distrusted);
  const { made } = manifest;
  const record = { place: recordPlace(folder), keys };
  await noteEnded(record, ended, { by: 'restore', made });
  writeSeen(folder, { revision: ended.revision, wentBack: false });
  unmarkRestore(folder);
  return {
    made,
    ...ended,
    record: ownRecord ? 'kept' : 'restored',
    keys: renewed ? 'new' : 'old',
    ...(aside && { aside }),
  };
}

export const registerRestore: RegisterCommand = (program, context) => {
  secretOptions(
    leaf(
      program,
      'restore <file>',
      'Puts a backup into the data folder. Ends every linking, sign-in and share of it, and believes no account until it is confirmed.',
    ),
    'open',
  )
    .option('--over', 'also where the folder holds a database: it is set aside')
    .option('--leave-shut', 'also where keys are missing that something in it is sealed with')
    .action(async (file: string, options: Options) => {
      const folder = folderOf(context, options);
      refuseBeside(folder);
      refuseHalfCopied(folder);
      refuseServer(
        context,
        'put it back by the means of the server, then run casement after-restore',
      );
      // First: nobody should set a database aside for a backup whose name is mistyped.
      if (!existsSync(file)) throw new Failure('not-found', `there is no ${file}`);
      const { database, lock } = dataFolder(folder);
      if (existsSync(database) && !options.over) {
        const what = `${folder} holds a database: --over sets it aside and puts the backup in its place`;
        throw new Failure('bad-request', what);
      }
      makeFolder(folder, 0o700);
      const letGo = acquireFileLock(lock, `a bridge runs on ${folder}`, 0);
      await removeLeft(folder);
      const staging = await mkdtemp(join(folder, stagingPrefix));
      try {
        const sealedBytes = createReadStream(file) as AsyncIterable<Buffer>;
        const plain = unsealed(sealedBytes, () => readSecret(context, options, { fresh: false }));
        const done = await withProgress(context, async (progress) => {
          // Not the sealed bytes: the first of them come before the passphrase is asked for.
          const read = counted(plain, statSync(file).size, progress);
          const manifest = await unpack(read, staging);
          return restore(context, folder, staging, manifest, options, progress);
        });
        const lines = [
          `Restored ${folder} as of ${done.made}. ${endedInWords(done)}`,
          ...(done.record === 'kept'
            ? ['The delivery record found there is kept and goes on.']
            : []),
          ...(done.keys === 'old' ? [oldKeysStay] : []),
          ...(done.aside === undefined ? [] : [`What was there before lies in ${done.aside}.`]),
        ];
        print(context, options, { json: done, text: lines.join('\n') });
      } finally {
        await rm(staging, { recursive: true, force: true });
        letGo();
      }
    });
};
