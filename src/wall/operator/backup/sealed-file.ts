/**
 * The outside of a backup: one line that says how its key is made, then chunks of AES-256-GCM. Each chunk is
 * bound to its place, to the line, and to whether it is the last: none can be left out, moved, or cut off at
 * the end without being noticed.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../../common/failures.ts';
import { ByteReader } from './byte-reader.ts';

/** What opens a backup: a person's pass phrase, or the bytes of a key file. */
export type Secret = { readonly phrase: string } | { readonly keyFile: Buffer };

const tagBytes = 16;
const chunkBytes = 64 * 1024;
/** 128 MiB of memory for each guess (RFC 7914; OWASP's first recommended setting). */
const cost = { N: 2 ** 17, r: 8, p: 1 };
const memory = 256 * 1024 * 1024;
/** In characters (Unicode). */
export const shortestPhrase = 12;
const shortestKeyFile = 32;

const headingSchema = z.strictObject({
  casement: z.literal('backup'),
  version: z.literal(1),
  key: z.enum(['scrypt', 'key-file']),
  salt: z.string().regex(/^[\w-]{43}$/),
});
type Heading = z.infer<typeof headingSchema>;

async function keyFor(secret: Secret, { salt: text }: Heading): Promise<Buffer> {
  const salt = Buffer.from(text, 'base64url');
  if ('keyFile' in secret) {
    return Buffer.from(hkdfSync('sha256', secret.keyFile, salt, 'casement backup', 32));
  }
  const phrase = secret.phrase.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(phrase, salt, 32, { ...cost, maxmem: memory }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/**
 * Returns the nonce for the place of a chunk: no two chunks of one file have the same, and each file has its
 * own key.
 */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(index, 5, 6);
  bytes.writeUInt8(last ? 1 : 0, 11);
  return bytes;
}

function checkSecret(secret: Secret): void {
  if ('phrase' in secret && Array.from(secret.phrase).length < shortestPhrase) {
    throw new Failure('bad-request', `a pass phrase has at least ${shortestPhrase} characters`);
  }
  if ('keyFile' in secret && secret.keyFile.length < shortestKeyFile) {
    throw new Failure(
      'bad-request',
      `a key file has at least ${shortestKeyFile} bytes: openssl rand -out <file> 32`,
    );
  }
}

/** Yields pieces of exactly `size` bytes, each with whether it is the last; the last may be shorter. */
async function* pieces(source: AsyncIterable<Buffer>, size: number) {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const bytes of source) {
    kept.push(bytes);
    length += bytes.length;
    // One byte more than a piece, so that the last is known to be the last.
    while (length > size) {
      const all = Buffer.concat(kept);
      yield { piece: all.subarray(0, size), last: false };
      kept = [all.subarray(size)];
      length -= size;
    }
  }
  yield { piece: Buffer.concat(kept), last: true };
}

/**
 * Seals `plain`.
 * @throws Failure `bad-request` if the secret is too short.
 */
export async function* sealed(
  plain: AsyncIterable<Buffer>,
  secret: Secret,
): AsyncGenerator<Buffer> {
  checkSecret(secret);
  const heading: Heading = {
    casement: 'backup',
    version: 1,
    key: 'phrase' in secret ? 'scrypt' : 'key-file',
    salt: randomBytes(32).toString('base64url'),
  };
  const line = Buffer.from(`${JSON.stringify(heading)}\n`);
  yield line;
  const key = await keyFor(secret, heading);
  let index = 0;
  for await (const { piece, last } of pieces(plain, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last));
    cipher.setAAD(line);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    index += 1;
  }
}

function headingOf(line: string): Heading {
  try {
    return headingSchema.parse(JSON.parse(line));
  } catch {
    throw new Failure('bad-request', 'this is no backup of a version of Casement known here');
  }
}

/**
 * Opens what `sealed` made; yields only what was checked.
 * @throws Failure `bad-request` if it is no backup, was altered or cut off, or has another secret.
 */
export async function* unsealed(
  file: AsyncIterable<Buffer>,
  secretFor: (kind: Heading['key']) => Promise<Secret>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(file);
  const line = await reader.line();
  const heading = headingOf(line);
  const key = await keyFor(await secretFor(heading.key), heading);
  const aad = Buffer.from(`${line}\n`);
  let index = 0;
  for await (const { piece, last } of pieces(reader.rest(), chunkBytes + tagBytes)) {
    yield opened(piece, { key, aad, index, last });
    index += 1;
  }
}

function opened(
  piece: Buffer,
  { key, aad, index, last }: { key: Buffer; aad: Buffer; index: number; last: boolean },
): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(aad);
    decipher.setAuthTag(piece.subarray(-tagBytes));
    return Buffer.concat([decipher.update(piece.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    const why =
      index === 0 ? 'the pass phrase or key file is another, or the backup' : 'the backup';
    throw new Failure('bad-request', `${why} was altered or cut off`);
  }
}
