/**
 * The inside of a backup: a line that says what it is, then each file behind a line with its name and length,
 * then a line with the checksum of each.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../../common/failures.ts';
import { makeFolder } from '../../../common/make-folder.ts';
import { ByteReader } from './byte-reader.ts';

/** One file that goes into a backup. */
export interface Part {
  /** Its path below the data folder. */
  readonly name: string;
  readonly size: number;
  /** Exactly `size` bytes. */
  read(): AsyncIterable<Buffer>;
}

/** A restore writes no other file. */
const namesOfParts =
  /^(casement\.db|keys\.json|audit-head\.json|audit\/(\d{12}\.jsonl|running\.[01]))$/;

const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** When it was made, ISO time. */
  made: z.iso.datetime(),
  build: z.string(),
  /** The store's revision. */
  revision: z.int().nonnegative(),
  /** Whether the keys are in it, or are kept elsewhere. */
  keys: z.enum(['inside', 'elsewhere']),
  /** Where the keys lay when it was made, if they are not in it. */
  keysAt: z.string().optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

const partSchema = z.strictObject({
  name: z.string().regex(namesOfParts),
  size: z.int().nonnegative(),
});
const endSchema = z.strictObject({ sha256: z.record(z.string(), z.string()) });

const line = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** Yields the bytes of a backup, to be sealed. */
export async function* packed(manifest: Manifest, parts: readonly Part[]): AsyncGenerator<Buffer> {
  yield line(manifest);
  const sha256: Record<string, string> = {};
  for (const part of parts) {
    yield line(partSchema.parse({ name: part.name, size: part.size }));
    const hash = createHash('sha256');
    for await (const bytes of part.read()) {
      hash.update(bytes);
      yield bytes;
    }
    sha256[part.name] = hash.digest('hex');
  }
  yield line({ sha256 });
}

function said<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function writePart(path: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  makeFolder(dirname(path), 0o700);
  const handle = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/**
 * Writes the files of a backup below `folder`, which must be empty.
 * @throws Failure `bad-request` if it is not whole; what was written until then is worth nothing.
 */
export async function unpack(plain: AsyncIterable<Buffer>, folder: string): Promise<Manifest> {
  const reader = new ByteReader(plain);
  const manifest = said(manifestSchema, await reader.line());
  if (manifest === undefined) {
    throw new Failure('bad-request', 'the backup was made by a version of Casement not known here');
  }
  const sha256: Record<string, string> = {};
  for (;;) {
    const text = await reader.line();
    const part = said(partSchema, text);
    if (part !== undefined) {
      sha256[part.name] = await writePart(join(folder, part.name), reader.take(part.size));
      continue;
    }
    const end = said(endSchema, text);
    const [names, listed] = [Object.keys(sha256), end?.sha256 ?? {}];
    const whole =
      names.length === Object.keys(listed).length &&
      names.every((name) => listed[name] === sha256[name]);
    if (end === undefined || !whole) {
      throw new Failure('bad-request', 'a file in the backup is not as it was written');
    }
    // Nobody would read anything behind it, and the end has to be seen.
    for await (const more of reader.rest()) {
      if (more.length > 0) throw new Failure('bad-request', 'the backup goes on behind its end');
    }
    return manifest;
  }
}
