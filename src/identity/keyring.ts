/**
 * The key ring: one file of the data folder (mode 0600) with the keys for access tokens, tickets
 * and sealing. Each list is ordered newest first: the first signs, all verify, so a key is changed
 * by putting a new one in front.
 */
import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs';
import { rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failures.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface SharedKey {
  readonly kid: string;
  readonly key: KeyObject;
}

export interface KeyRing {
  /** ES256 (P-256) keys of access tokens. */
  readonly signing: readonly [SigningKey, ...SigningKey[]];
  /** HS256 keys of tickets: they are made and read by the bridge alone. */
  readonly tickets: readonly [SharedKey, ...SharedKey[]];
  /** AES-256 root keys of sealed values. */
  readonly sealing: readonly [SharedKey, ...SharedKey[]];
}

const kid = z.string().regex(/^[A-Za-z0-9_-]{6,32}$/);
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const shared = z.strictObject({ kid, secret });
const fileSchema = z.strictObject({
  version: z.literal(1),
  signing: z.tuple(
    [z.strictObject({ kid, pem: z.string() })],
    z.strictObject({ kid, pem: z.string() }),
  ),
  tickets: z.tuple([shared], shared),
  sealing: z.tuple([shared], shared),
});
type KeyFile = z.infer<typeof fileSchema>;

const newKid = (): string => randomBytes(6).toString('base64url');
const newShared = () => ({ kid: newKid(), secret: randomBytes(32).toString('base64url') });

function newKeyFile(): KeyFile {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    version: 1,
    signing: [{ kid: newKid(), pem }],
    tickets: [newShared()],
    sealing: [newShared()],
  };
}

/** Writes keys to a file beside `file`, to be put in its place; gives its path. */
function writeDraft(file: string, keys: KeyFile): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, JSON.stringify(keys, undefined, 2));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

function syncFolderOf(file: string): void {
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Writes the file whole or not at all, and never over one that another process made meanwhile. */
function create(file: string): void {
  const draft = writeDraft(file, newKeyFile());
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
  syncFolderOf(file);
}

/**
 * Writes to `to` the keys of `from` with new signing and ticket keys in place of all there were: nothing
 * signed before is believed. Sealing keys stay, as long as something is sealed or signed with them; those
 * of `others` that `from` does not have come before its own.
 * @throws Failure `internal` where a file is damaged or cannot be written.
 */
export function renewKeys(from: string, to: string, others: readonly string[] = []): void {
  const { signing, tickets } = newKeyFile();
  const { sealing } = read(from);
  const more = others
    .flatMap((file) => read(file).sealing)
    .filter(({ kid: id }) => !sealing.some((own) => own.kid === id));
  const [first, ...rest] = [...more, ...sealing];
  try {
    const all: KeyFile['sealing'] = [first ?? sealing[0], ...rest];
    const draft = writeDraft(to, { version: 1, signing, tickets, sealing: all });
    try {
      renameSync(draft, to);
    } finally {
      rmSync(draft, { force: true });
    }
    syncFolderOf(to);
  } catch (error) {
    const message = `the key file ${to} cannot be replaced by one with new keys: make it writable`;
    throw new Failure('internal', message, { cause: error });
  }
}

function read(file: string): KeyFile {
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new Failure('internal', `the key file ${file} can be read by others: chmod 600 it`);
  }
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The cause is left out: a parser's message could quote a key.
    throw new Failure('internal', `the key file ${file} is damaged; restore it from a backup`);
  }
}

const opened = ({ kid: id, secret: text }: { kid: string; secret: string }): SharedKey => ({
  kid: id,
  key: createSecretKey(Buffer.from(text, 'base64url')),
});

function pair({ kid: id, pem }: { kid: string; pem: string }): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { kid: id, privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * Opens the key ring in `file`, making it with fresh keys where there is none.
 * @throws Failure `internal`, naming the file, when it is damaged or readable by others.
 */
export function openKeyRing(file: string): KeyRing {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    create(file);
  }
  const { signing, tickets, sealing } = read(file);
  const [s, ...olderS] = signing;
  const [t, ...olderT] = tickets;
  const [a, ...olderA] = sealing;
  return Object.freeze({
    signing: [pair(s), ...olderS.map(pair)] as const,
    tickets: [opened(t), ...olderT.map(opened)] as const,
    sealing: [opened(a), ...olderA.map(opened)] as const,
  });
}
