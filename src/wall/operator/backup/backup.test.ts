/** A backup opens with its own secret only, and whole or not at all. */
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { packed, unpack, type Manifest, type Part } from './archive.ts';
import { sealed, unsealed, type Secret } from './sealed-file.ts';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('backup');
});
afterEach(() => removeFolder(folder));

const keyFile = randomBytes(32);
const manifest: Manifest = {
  version: 1,
  made: '2026-11-28T12:00:00.000Z',
  build: 'b',
  revision: 7,
  keys: 'inside',
};
const database = randomBytes(200_000);
const record = Buffer.from('{"a":1}\n{"b":2}\n');

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  // In odd pieces, as a disk gives them.
  for (let at = 0; at < bytes.length; at += 7_777) yield bytes.subarray(at, at + 7_777);
}
const part = (name: string, bytes: Buffer): Part => ({
  name,
  size: bytes.length,
  read: () => once(bytes),
});

async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const all = [];
  for await (const bytes of source) all.push(bytes);
  return Buffer.concat(all);
}

const parts = [part('casement.db', database), part('audit/000000000001.jsonl', record)];
const make = (secret: Secret = { keyFile }) => whole(sealed(packed(manifest, parts), secret));
const open = (file: Buffer, secret: Secret = { keyFile }) =>
  unpack(
    unsealed(once(file), async () => secret),
    folder,
  );

test('what was packed comes back, readable by its owner only', async () => {
  expect(await open(await make())).toEqual(manifest);
  expect(await readFile(join(folder, 'casement.db'))).toEqual(database);
  expect(await readFile(join(folder, 'audit/000000000001.jsonl'))).toEqual(record);
  expect((await stat(join(folder, 'casement.db'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'audit'))).mode & 0o777).toBe(0o700);
});

test('it opens with a pass phrase, and tells that it wants one', async () => {
  const file = await make({ phrase: 'birch and harbour' });
  const asked: string[] = [];
  await unpack(
    unsealed(once(file), async (kind) => {
      asked.push(kind);
      return { phrase: 'birch and harbour' };
    }),
    folder,
  );
  expect(asked).toEqual(['scrypt']);
});

test('another secret opens nothing', async () => {
  await expect(open(await make(), { keyFile: randomBytes(32) })).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('key file is another'),
  });
});

test('nothing of what is in it can be read outside', async () => {
  const file = await make();
  expect(file.includes(record)).toBe(false);
  expect(file.includes(database.subarray(0, 32))).toBe(false);
  expect(file.includes('casement.db')).toBe(false);
});

test('cut off, longer, altered or put together anew it does not open', async () => {
  const file = await make();
  const head = file.indexOf(0x0a) + 1;
  const chunk = 64 * 1024 + 16;
  const swapped = Buffer.concat([
    file.subarray(0, head),
    file.subarray(head + chunk, head + 2 * chunk),
    file.subarray(head, head + chunk),
    file.subarray(head + 2 * chunk),
  ]);
  const altered = Buffer.from(file);
  altered.writeUInt8(altered.readUInt8(altered.length - 40) ^ 1, altered.length - 40);
  const salted = Buffer.from(
    file.toString('latin1').replace('"version":1', '"version":2'),
    'latin1',
  );
  for (const bad of [
    file.subarray(0, -1),
    // Cut where a chunk ends.
    file.subarray(0, head + chunk),
    file.subarray(0, head),
    file.subarray(0, 10),
    Buffer.concat([file, Buffer.from('x')]),
    altered,
    swapped,
    salted,
  ]) {
    await expect(open(bad)).rejects.toMatchObject({ code: 'bad-request' });
    await rm(join(folder, 'casement.db'), { force: true });
    await rm(join(folder, 'audit'), { force: true, recursive: true });
  }
});

test('a file of another name is not packed', async () => {
  const elsewhere = packed(manifest, [part('../keys.json', record)]);
  await expect(whole(sealed(elsewhere, { keyFile }))).rejects.toThrow();
});

test.each([[{ phrase: 'too short' }], [{ keyFile: Buffer.alloc(31) }]])(
  'a secret that is too short is refused',
  async (secret) => {
    await expect(make(secret)).rejects.toMatchObject({ code: 'bad-request' });
  },
);

test('chunks of another place, or without the last, are not opened, whatever they say', async () => {
  const file = await make();
  const head = file.indexOf(0x0a) + 1;
  const chunk = 64 * 1024 + 16;
  const [first, second] = [0, 1].map((at) =>
    file.subarray(head + at * chunk, head + (at + 1) * chunk),
  );
  if (first === undefined || second === undefined) throw new Error('no chunks');
  const heading = file.subarray(0, head);
  for (const bad of [
    Buffer.concat([heading, second, first, file.subarray(head + 2 * chunk)]),
    Buffer.concat([heading, first, second]),
  ]) {
    await expect(whole(unsealed(once(bad), async () => ({ keyFile })))).rejects.toMatchObject({
      message: expect.stringContaining('altered or cut off'),
    });
  }
});
