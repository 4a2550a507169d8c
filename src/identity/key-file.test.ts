import { createHmac } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import {
  makeKeyFile,
  putKeyFile,
  readKeyFile,
  replaceKeyFile,
  upgradeKeyFile,
  writeKeyFile,
} from './key-file.ts';
import { keyKinds } from './key-file-form.ts';
import { rotated } from './key-rotation.ts';
import { openKeyRing } from './keyring.ts';
import { testUnless } from '../workshop/testing/needs.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = scratchFolder('key-file');
  file = join(folder, 'keys.json');
});
afterEach(() => removeFolder(folder));

/** HKDF-SHA-256 of one block without salt, as RFC 5869 writes it. */
function hkdf(root: Buffer, info: string): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(root).digest();
  return createHmac('sha256', extracted).update(info).update(Uint8Array.of(1)).digest();
}

const roots = [1, 2, 4].map((byte) => Buffer.alloc(32, byte));
const [newest, older, oldest] = roots as [Buffer, Buffer, Buffer];

/** A file of version 1, as 0.1 wrote it; of three sealing keys, the newest first. */
function writeFirst(): void {
  makeKeyFile(file);
  const { signing } = readKeyFile(file);
  const shared = (kid: string, root: Buffer) => ({ kid, secret: root.toString('base64url') });
  const keys = {
    version: 1,
    signing: signing.map(({ kid, pem }) => ({ kid, pem })),
    tickets: [shared('tickets', Buffer.alloc(32, 3))],
    sealing: [shared('newest', newest), shared('older-1', older), shared('oldest', oldest)],
  };
  writeFileSync(file, JSON.stringify(keys));
}

const exported = (list: readonly { kid: string; key: { export(): Buffer | object } }[]) =>
  list.map(({ kid, key }) => [kid, key.export()]);

// The record and the hashes outlive the bridge that wrote them: other keys could not check them any more.
test('what version 1 derived from its sealing keys are the first keys of their kind', () => {
  writeFirst();
  const before = readFileSync(file, 'utf8');
  const ring = openKeyRing(file);
  expect(exported(ring.record)).toEqual([
    ['newest', hkdf(newest, 'casement delivery record')],
    ['older-1', hkdf(older, 'casement delivery record')],
    ['oldest', hkdf(oldest, 'casement delivery record')],
  ]);
  expect(exported(ring.places)).toEqual([['oldest', hkdf(oldest, 'casement place of a camera')]]);
  expect(exported(ring.displays)).toEqual([['newest', hkdf(newest, 'casement display place')]]);
  expect(exported(ring.marks)).toEqual([
    ['newest', hkdf(newest, 'casement canary mark')],
    ['older-1', hkdf(older, 'casement canary mark')],
    ['oldest', hkdf(oldest, 'casement canary mark')],
  ]);
  // Whoever only reads writes nothing: an older bridge may run.
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a file of version 1 is upgraded in place, once, and says the same afterwards', () => {
  writeFirst();
  const before = readKeyFile(file);
  upgradeKeyFile(file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { ino } = statSync(file);
  upgradeKeyFile(file);
  expect(statSync(file).ino).toBe(ino);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

test('one in which a kind of key has none is damaged, of either version', () => {
  makeKeyFile(file);
  const second = readKeyFile(file);
  writeFirst();
  const first: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const without = (keys: unknown, kind: string): string =>
    JSON.stringify({ ...(keys as object), [kind]: [] });
  const texts = [
    ...keyKinds.map((kind) => without(second, kind)),
    ...['signing', 'tickets', 'sealing'].map((kind) => without(first, kind)),
  ];
  for (const text of texts) {
    writeFileSync(file, text);
    expect(() => readKeyFile(file)).toThrow('is damaged');
  }
});

test('when a key was made, and when another came before it, stays with it', () => {
  makeKeyFile(file);
  const keys = rotated(readKeyFile(file), 1_800_000_000_000);
  putKeyFile(file, keys);
  expect(readKeyFile(file)).toEqual(keys);
});

test('keys are put where there is a file, and where there is not even a folder', () => {
  makeKeyFile(file);
  const keys = readKeyFile(file);
  const deep = join(folder, 'a', 'b', 'keys.json');
  for (const place of [file, deep, deep]) {
    putKeyFile(place, { ...keys, tickets: [{ kid: 'another', secret: 'A'.repeat(43) }] });
    expect(readKeyFile(place).tickets[0].kid).toBe('another');
  }
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

test('it is replaced whole, also behind a link; a new one is written over none', () => {
  const link = join(folder, 'link.json');
  makeKeyFile(file);
  symlinkSync(file, link);
  const keys = readKeyFile(file);
  const { ino } = statSync(file);
  replaceKeyFile(link, { ...keys, sealing: [{ kid: 'another', secret: 'A'.repeat(43) }] });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(file).ino).not.toBe(ino);
  expect(readKeyFile(link).sealing[0].kid).toBe('another');
  expect(() => writeKeyFile(file, keys)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(() => writeKeyFile('/dev/stdout', keys)).toThrow(
    expect.objectContaining({ code: 'EEXIST' }),
  );
  const other = join(folder, 'other.json');
  writeKeyFile(other, keys);
  expect(statSync(other).mode & 0o777).toBe(0o600);
  expect(readKeyFile(other)).toEqual(keys);
  expect(readdirSync(folder)).toEqual(['keys.json', 'link.json', 'other.json']);
});

test('where it cannot be replaced, it stays and no draft is left', () => {
  makeKeyFile(file);
  const keys = readKeyFile(file);
  expect(() => replaceKeyFile(join(folder, 'nowhere.json'), keys)).toThrow();
  const taken = join(folder, 'taken');
  mkdirSync(join(taken, 'in it'), { recursive: true });
  expect(() => replaceKeyFile(taken, keys)).toThrow();
  expect(readdirSync(folder)).toEqual(['keys.json', 'taken']);
  chmodSync(file, 0o640);
  expect(() => readKeyFile(file)).toThrow('can be read by others');
  expect(readdirSync(folder)).toEqual(['keys.json', 'taken']);
});

test('a draft that a crash left behind is in nobody’s way, and goes', () => {
  makeKeyFile(file);
  const keys = readKeyFile(file);
  writeFileSync(`${file}.next`, 'half of it');
  replaceKeyFile(file, { ...keys, sealing: [{ kid: 'another', secret: 'A'.repeat(43) }] });
  expect(readKeyFile(file).sealing[0].kid).toBe('another');
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

const isRoot = process.geteuid?.() === 0;
const missing = isRoot ? undefined : 'root';
const somebody = 65_534;

// A rotation by root, beside a bridge of its own user, left a file that the bridge called damaged.
testUnless(missing, 'it belongs to whom it belonged to, whoever replaces it', () => {
  makeKeyFile(file);
  const owner = { uid: somebody, gid: somebody };
  chownSync(file, owner.uid, owner.gid);
  replaceKeyFile(file, readKeyFile(file));
  expect(statSync(file)).toMatchObject(owner);
});

test('one that this user may not read is called that, and not damaged', () => {
  makeKeyFile(file);
  const keys = readKeyFile(file);
  chmodSync(folder, isRoot ? 0o755 : 0o555);
  if (isRoot) process.seteuid?.(somebody);
  else chmodSync(file, 0);
  try {
    const mend = 'give it to the user that the bridge runs as (chown)';
    const refused = expect.objectContaining({
      code: 'internal',
      message: `the key file ${file} cannot be read by this user: ${mend}`,
    });
    expect(() => readKeyFile(file)).toThrow(refused);
    expect(() => upgradeKeyFile(file)).toThrow(refused);
    expect(() => replaceKeyFile(file, keys)).toThrow(expect.objectContaining({ code: 'EACCES' }));
  } finally {
    if (isRoot) process.seteuid?.(0);
    else chmodSync(folder, 0o755);
  }
});

test('what is wrong otherwise is told as it is', () => {
  expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
