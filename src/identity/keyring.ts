/**
 * The key ring: the keys of the key file (key-file.ts), ready for use. Each list is ordered newest
 * first: the first signs and seals, all verify and open, so a key is changed by putting a new one in
 * front.
 */
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../common/failures.ts';
import type { KeyFile } from './key-file-form.ts';
import { damaged, makeKeyFile, readKeyFile } from './key-file.ts';
import { standing } from './key-rotation.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface SharedKey {
  readonly kid: string;
  readonly key: KeyObject;
}

type SharedKeys = readonly [SharedKey, ...SharedKey[]];

export interface KeyRing {
  /** ES256 (P-256) keys of access tokens. */
  readonly signing: readonly [SigningKey, ...SigningKey[]];
  /** HS256 keys of tickets: only the bridge makes and reads them. */
  readonly tickets: SharedKeys;
  /** AES-256 root keys of sealed values. */
  readonly sealing: SharedKeys;
  /** HMAC-SHA256 keys of the delivery record. */
  readonly record: SharedKeys;
  /** HMAC-SHA256 keys of the hashes that stand for places of cameras. */
  readonly places: SharedKeys;
  /** HMAC-SHA256 keys of the hashes that stand for addresses of displays. */
  readonly displays: SharedKeys;
  /** HMAC-SHA256 keys of the canaries' watermarks. */
  readonly marks: SharedKeys;
  /** Reads the key file again, unless it is read once and for all. */
  lookAgain?(): void;
}

function shared([newest, ...older]: KeyFile['tickets']): SharedKeys {
  const opened = ({ kid, secret }: { kid: string; secret: string }): SharedKey => ({
    kid,
    key: createSecretKey(Buffer.from(secret, 'base64url')),
  });
  return [opened(newest), ...older.map(opened)];
}

function pairs([newest, ...older]: KeyFile['signing']): KeyRing['signing'] {
  function opened({ kid, pem }: { kid: string; pem: string }): SigningKey {
    const privateKey = createPrivateKey(pem);
    return { kid, privateKey, publicKey: createPublicKey(privateKey) };
  }
  return [opened(newest), ...older.map(opened)];
}

/**
 * Returns those of `keys` that are still of use at `now` (milliseconds since 1970).
 * @throws Failure `internal`, naming the `file`, if one of them is no key.
 */
export function ringOf(file: string, keys: KeyFile, now: number): KeyRing {
  const { signing, tickets, sealing, record, places, displays, marks } = standing(keys, now);
  try {
    return Object.freeze({
      signing: pairs(signing),
      tickets: shared(tickets),
      sealing: shared(sealing),
      record: shared(record),
      places: shared(places),
      displays: shared(displays),
      marks: shared(marks),
    });
  } catch {
    throw damaged(file);
  }
}

/**
 * Makes sure that there is a key file: makes fresh keys if there is neither `file` nor the `database`. What a
 * database holds cannot be read with other keys.
 * @throws Failure `internal` if it is missing and a database exists.
 */
export function ensureKeyFile(file: string, database: string): void {
  if (existsSync(file)) return;
  // Checked once more: another process may have made both meanwhile, the keys first.
  if (existsSync(database) && !existsSync(file)) {
    throw new Failure(
      'internal',
      `the key file ${file} is missing, and ${database} was made with it: ` +
        'restore the key file from a backup',
    );
  }
  makeKeyFile(file);
}

/**
 * Opens the key ring in `file`, making it as `ensureKeyFile` does (`database` is by default the one beside
 * it): open it before the database.
 * @throws Failure `internal`, naming the file, if it is damaged, readable by others, or missing while a
 * database exists.
 */
export function openKeyRing(
  file: string,
  database: string = join(dirname(file), 'casement.db'),
): KeyRing {
  ensureKeyFile(file, database);
  return ringOf(file, readKeyFile(file), Date.now());
}
