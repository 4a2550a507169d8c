/**
 * The key file (mode 0600): its content, how it is read, and how it is replaced whole or not at all.
 *
 * Version 1 had three lists; the keys of the delivery record and of keyed hashes were derived from its
 * sealing keys. Those derived keys are the first of their kind in version 2, where they stand by themselves:
 * a sealing key can go, and what was written before still verifies and compares.
 */
import { generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
} from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Failure } from '../common/failures.ts';

const kid = z.string().regex(/^[A-Za-z0-9_-]{6,32}$/);
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const pem = z.string();
/** Milliseconds since 1970: when it was made, and when a newer one was put in front of it. */
const times = { since: z.int().min(0).optional(), replaced: z.int().min(0).optional() };
const shared = z.strictObject({ kid, secret, ...times });
const pair = z.strictObject({ kid, pem, ...times });

/** Newest first; no two of a list have one id. */
const distinct = (keys: readonly { readonly kid: string }[]): boolean =>
  new Set(keys.map((key) => key.kid)).size === keys.length;
const sharedList = z.tuple([shared], shared).refine(distinct);

const second = z.strictObject({
  version: z.literal(2),
  /** P-256 keys of access tokens. */
  signing: z.tuple([pair], pair).refine(distinct),
  tickets: sharedList,
  sealing: sharedList,
  /** Keys of the delivery record: kept as long as the record. */
  record: sharedList,
  /** Keys of the keyed hashes of places of cameras. */
  places: sharedList,
  /** Keys of the keyed hashes of addresses of displays. */
  displays: sharedList,
  /** Keys of the canaries' watermarks. */
  marks: sharedList,
});
export type KeyFile = z.infer<typeof second>;
export type FileKey = z.infer<typeof shared>;

/** Every kind of key, in the order in which they are listed for people. */
export const keyKinds = [
  'signing',
  'tickets',
  'sealing',
  'record',
  'places',
  'displays',
  'marks',
] as const;
export type KeyKind = (typeof keyKinds)[number];

const firstShared = z.strictObject({ kid, secret });
const firstPair = z.strictObject({ kid, pem });
const first = z.strictObject({
  version: z.literal(1),
  signing: z.tuple([firstPair], firstPair),
  tickets: z.tuple([firstShared], firstShared),
  sealing: z.tuple([firstShared], firstShared),
});

/** Derives a key as version 1 did (HKDF, RFC 5869). */
function derived({ kid: of, secret: root }: FileKey, purpose: string): FileKey {
  const key = Buffer.from(root, 'base64url');
  const bytes = hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32);
  return { kid: of, secret: Buffer.from(bytes).toString('base64url') };
}

function upgraded({ signing, tickets, sealing }: z.infer<typeof first>): KeyFile {
  const [newest, ...older] = sealing;
  const all = (purpose: string): KeyFile['record'] => [
    derived(newest, purpose),
    ...older.map((one) => derived(one, purpose)),
  ];
  return {
    version: 2,
    signing,
    tickets,
    sealing,
    record: all('casement delivery record'),
    // Places were hashed under the oldest key, addresses of displays under the newest.
    places: [derived(sealing.at(-1) ?? newest, 'casement place of a camera')],
    displays: [derived(newest, 'casement display place')],
    marks: all('casement canary mark'),
  };
}

const newKid = (): string => randomBytes(6).toString('base64url');

/** Makes a key for sealing, tickets or hashes. */
export const newShared = (now: number): FileKey => ({
  kid: newKid(),
  secret: randomBytes(32).toString('base64url'),
  since: now,
});

/** Makes a key pair for access tokens. */
export function newPair(now: number): KeyFile['signing'][0] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kid: newKid(), pem: text, since: now };
}

function newKeyFile(now: number): KeyFile {
  return {
    version: 2,
    signing: [newPair(now)],
    tickets: [newShared(now)],
    sealing: [newShared(now)],
    record: [newShared(now)],
    places: [newShared(now)],
    displays: [newShared(now)],
    marks: [newShared(now)],
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a file that does not exist yet, for its owner only; it is on the disk when this returns. Only root
 * can write one for somebody else.
 */
function writeNew(path: string, keys: KeyFile, owner?: Owner): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    fchmodSync(handle, 0o600);
    if (owner !== undefined && owner.uid !== 0 && process.geteuid?.() === 0) {
      fchownSync(handle, owner.uid, owner.gid);
    }
    writeFileSync(handle, `${JSON.stringify(keys, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Makes the file with fresh keys, but never over one that another process made meanwhile. */
export function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeNew(draft, newKeyFile(Date.now()));
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
  syncFolder(file);
}

/**
 * Puts `keys` in the place of what `file` holds; a crash leaves the one or the other. The file keeps its
 * owner: root may rotate the keys of another user's bridge. One at a time: see keysLock of the data folder.
 */
export function replaceKeyFile(file: string, keys: KeyFile): void {
  // If it is a link, its target is replaced.
  const real = realpathSync(file);
  const draft = `${real}.next`;
  // A draft that a crash left behind holds keys, too.
  rmSync(draft, { force: true });
  try {
    writeNew(draft, keys, statSync(real));
    renameSync(draft, real);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(real);
}

/** Writes `keys` into a file that does not exist yet. @throws Error `EEXIST` if it does. */
export function writeKeyFile(file: string, keys: KeyFile): void {
  writeNew(file, keys);
  syncFolder(file);
}

/** Makes `keys` the content of `file`, whether it existed or not. One at a time, as `replaceKeyFile`. */
export function putKeyFile(file: string, keys: KeyFile): void {
  if (existsSync(file)) replaceKeyFile(file, keys);
  else {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeKeyFile(file, keys);
  }
}

/** How a damaged file is reported: without the cause, because a parser's message could quote a key. */
export const damaged = (file: string): Failure =>
  new Failure('internal', `the key file ${file} is damaged; restore it from a backup`);

/** Returns what `read` reads of the file. @throws Failure `internal` if this user may not; any other error as it is. */
function permitted<Read>(file: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const { code }: Partial<NodeJS.ErrnoException> =
      typeof error === 'object' && error !== null ? error : {};
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    const mend = 'give it to the user that the bridge runs as (chown)';
    throw new Failure('internal', `the key file ${file} cannot be read by this user: ${mend}`);
  }
}

/** @throws Failure `internal`, naming the file, if it is damaged, this user may not read it, or others may. */
export function readKeyFile(file: string): KeyFile {
  if ((permitted(file, () => statSync(file)).mode & 0o077) !== 0) {
    throw new Failure('internal', `the key file ${file} can be read by others: chmod 600 it`);
  }
  try {
    const said = z
      .discriminatedUnion('version', [first, second])
      .parse(JSON.parse(permitted(file, () => readFileSync(file, 'utf8'))));
    return said.version === 1 ? upgraded(said) : said;
  } catch (error) {
    throw error instanceof Failure ? error : damaged(file);
  }
}

/**
 * Brings a file of version 1 up to this one, and returns whether it was one. If it cannot be written it
 * stays: it is read all the same.
 */
export function upgradeKeyFile(file: string): boolean {
  const text = permitted(file, () => readFileSync(file, 'utf8'));
  const { version } = z.object({ version: z.int() }).parse(JSON.parse(text));
  if (version === 1) replaceKeyFile(file, readKeyFile(file));
  return version === 1;
}
