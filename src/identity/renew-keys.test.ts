import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Failure } from '../common/failures.ts';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { keyKinds, type KeyFile } from './key-file-form.ts';
import { makeKeyFile, putKeyFile, readKeyFile } from './key-file.ts';
import { rotated } from './key-rotation.ts';
import { renewKeys } from './renew-keys.ts';

const folder = scratchFolder('renew-keys');
afterAll(() => removeFolder(folder));

function keyFile(name: string): string {
  const file = join(folder, name);
  makeKeyFile(file);
  return file;
}
const [own, other, third, to] = ['own', 'other', 'third', 'to'].map((name) => keyFile(name)) as [
  string,
  string,
  string,
  string,
];
const kids = (file: KeyFile, kind: (typeof keyKinds)[number]): string[] =>
  file[kind].map(({ kid }) => kid);

function renewed(others?: readonly string[]): KeyFile {
  renewKeys(own, to, others);
  return readKeyFile(to);
}

test('tokens and tickets are signed with new keys, and what the old ones signed is not believed', () => {
  const before = Date.now();
  putKeyFile(own, rotated(readKeyFile(own), before));
  const [old, made] = [readKeyFile(own), renewed([other])];
  for (const kind of ['signing', 'tickets'] as const) {
    expect(made[kind]).toHaveLength(1);
    const known = [...kids(old, kind), ...kids(readKeyFile(other), kind)];
    expect(known).not.toContain(made[kind][0].kid);
    expect(made[kind][0].since).toBeGreaterThanOrEqual(before);
  }
});

test('what is sealed or recorded with any of the files can be read, and the last one’s key is the first', () => {
  const [mine, theirs, more] = [own, other, third].map(readKeyFile) as [KeyFile, KeyFile, KeyFile];
  const made = renewed([other, third]);
  for (const kind of ['sealing', 'record'] as const) {
    expect(made[kind]).toEqual([...theirs[kind], ...more[kind], ...mine[kind]]);
  }
});

test('hashes go on under the own keys, and those of the others are still found', () => {
  const [mine, theirs] = [own, other].map(readKeyFile) as [KeyFile, KeyFile];
  const made = renewed([other]);
  for (const kind of ['places', 'displays', 'marks'] as const) {
    expect(made[kind]).toEqual([...mine[kind], ...theirs[kind]]);
  }
});

test('no key stands twice, and without others those stay that are not for tokens or tickets', () => {
  const [mine, alone, twice] = [readKeyFile(own), renewed(), renewed([own])];
  for (const kind of ['sealing', 'record', 'places', 'displays', 'marks'] as const) {
    expect(alone[kind]).toEqual(mine[kind]);
    expect(twice[kind]).toEqual(mine[kind]);
  }
});

test('the file itself may be renewed, and stays private', () => {
  const old = readKeyFile(own);
  renewKeys(own, own);
  const made = readKeyFile(own);
  expect(kids(made, 'signing')).not.toEqual(kids(old, 'signing').slice(0, 1));
  expect(kids(made, 'sealing')).toEqual(kids(old, 'sealing'));
  expect(statSync(own).mode & 0o777).toBe(0o600);
});

test('a file that cannot be replaced is told of, with what mends it', () => {
  const place = join(folder, 'taken');
  mkdirSync(join(place, 'in it'), { recursive: true });
  const renewing = (): void => renewKeys(own, place);
  expect(renewing).toThrow(Failure);
  expect(renewing).toThrow(
    `the key file ${place} cannot be replaced by one with new keys: make it writable`,
  );
  expect(() => renewing()).toThrow(
    expect.objectContaining({ code: 'internal', cause: expect.anything() }),
  );
});

test('a damaged one of the others is refused, and nothing is written', () => {
  const damaged = join(folder, 'damaged');
  writeFileSync(damaged, '{');
  chmodSync(damaged, 0o600);
  const before = readKeyFile(to);
  expect(() => renewKeys(own, to, [damaged])).toThrow(
    expect.objectContaining({ code: 'internal' }),
  );
  expect(readKeyFile(to)).toEqual(before);
});
