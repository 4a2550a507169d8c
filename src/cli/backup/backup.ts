/** casement backup */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdtemp, open, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { packed, type Manifest } from '../../wall/operator/backup/archive.ts';
import { sealed, type Secret } from '../../wall/operator/backup/sealed-file.ts';
import { readBuild } from '../../bridge/process/build.ts';
import { Failure } from '../../common/failures.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { revisionIn } from '../../storage/sqlite/copy.ts';
import { leaf, withData, type Data } from '../leaf.ts';
import { type Progress, withProgress } from '../progress.ts';
import { refuseServer } from '../open-store.ts';
import type { RegisterCommand } from '../program.ts';
import { collectParts } from './parts.ts';
import { readSecret, secretOptions, type SecretOptions } from './secret-options.ts';

interface Options extends SecretOptions {
  readonly keys: boolean;
}

const exists = (file: string): Failure =>
  new Failure('bad-request', `${file} exists already: name another file`);

/** The operator gave `file`, and does not hear of the draft beside it. */
function unwritable(file: string, cause: unknown): Failure {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : cause;
  const mend = 'name a file in a folder that is there, and in which this user may write';
  return new Failure('bad-request', `${file} cannot be written (${String(code)}): ${mend}`, {
    cause,
  });
}

/** Writes `bytes` to `file` whole or not at all, and never over another. Returns how many. */
async function writeNew(file: string, bytes: AsyncIterable<Buffer>): Promise<number> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  let size = 0;
  try {
    try {
      for await (const piece of bytes) {
        await handle.writeFile(piece);
        size += piece.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) => {
      throw existsSync(file) ? exists(file) : error;
    });
    const folder = await open(dirname(file), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return size;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Passes on what is written, and says how much of it there was. */
async function* counted(
  bytes: AsyncIterable<Buffer>,
  of: number,
  { at }: Progress,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const piece of bytes) {
    yield piece;
    at('Writing the backup', (done += piece.length), of);
  }
}

/** Makes the backup; returns what it says of itself and its size. */
async function make(
  { folder, record }: Data,
  file: string,
  secret: Secret,
  keys: Pick<Manifest, 'keys' | 'keysAt'>,
  progress: Progress,
) {
  progress.at('Copying the database');
  // The plain copy stays beside the database: what leaves the folder is sealed.
  const staging = await mkdtemp(join(folder, 'backing-up-'));
  try {
    const collected = await collectParts(folder, record.place, staging, keys.keys === 'inside');
    try {
      const revision = revisionIn(join(staging, 'casement.db')) ?? 0;
      const made = new Date().toISOString();
      const manifest: Manifest = { version: 1, made, build: readBuild(), revision, ...keys };
      const whole = collected.parts.reduce((sum, part) => sum + part.size, 0);
      const plain = counted(packed(manifest, collected.parts), whole, progress);
      const size = await writeNew(file, sealed(plain, secret));
      return { manifest, size };
    } finally {
      await collected.close();
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

const insteadOfBackup =
  'back it up by the means of the server (pg_dump, base backups), and keep the key file and the delivery record of the data folder';

export const registerBackup: RegisterCommand = (program, context) => {
  secretOptions(
    leaf(
      program,
      'backup <file>',
      'Writes database, delivery record and keys, as they are now, into one sealed file. A bridge may run.',
    ),
    'seal',
  )
    .option('--no-keys', 'leave the keys out, where they are kept elsewhere (a mounted file)')
    .action(async (named: string, options: Options) => {
      refuseServer(context, insteadOfBackup);
      const file = resolve(named);
      if (existsSync(file)) throw exists(file);
      const secret = await readSecret(context, options, { fresh: true });
      await withData(context, options, async (data) => {
        const inside = options.keys && data.keysFile === dataFolder(data.folder).keys;
        const keysAt = resolve(data.keysFile);
        const keys = inside ? { keys: 'inside' as const } : { keys: 'elsewhere' as const, keysAt };
        const { manifest, size } = await withProgress(context, (progress) =>
          make(data, file, secret, keys, progress),
        );
        const { made, revision } = manifest;
        const without = ` The keys are not in it: keep ${keysAt} too, without it no camera can be reached.`;
        const text = `Wrote ${file} (${size} bytes), as of ${made}.${inside ? '' : without}`;
        return { json: { file, size, made, revision, ...keys }, text };
      });
    });
};
