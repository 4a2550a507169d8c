import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { type KeyFile, newPair } from './key-file-form.ts';
import { makeKeyFile, readKeyFile, replaceKeyFile } from './key-file.ts';
import { rotated, withoutSealing } from './key-rotation.ts';
import { openKeyRing } from './keyring.ts';
import { longestAccessTokenMs, longestTicketMs } from './lifetimes.ts';
import { kidsOf, openLiveKeys, type LiveKeys } from './live-keys.ts';
import { seal, unseal } from './seal.ts';
import { until } from '../workshop/until.ts';

let folder: string;
let file: string;
let before: KeyFile;
let keys: LiveKeys;
let time: number;
let used: Set<string>;
let asked: () => Promise<ReadonlySet<string>>;
/** What the bridge was told. */
let said: string[];

/** Looks are made by the test alone, unless it says otherwise. */
function open(intervalMs = 3_600_000): void {
  keys = openLiveKeys({
    file,
    used: () => asked(),
    onTaken: () => said.push('taken'),
    onRefused: (error) => said.push(error instanceof Error ? error.message : ''),
    now: () => time,
    intervalMs,
  });
}

beforeEach(() => {
  folder = scratchFolder('live');
  file = join(folder, 'keys.json');
  makeKeyFile(file);
  before = readKeyFile(file);
  [time, said, used] = [1_800_000_000_000, [], new Set([before.sealing[0].kid])];
  asked = async () => used;
  open();
});
afterEach(() => {
  keys.close();
  removeFolder(folder);
});

test('a changed file is taken up, and what holds the ring has the new keys', async () => {
  const { ring } = keys;
  const sealed = seal(ring, 'camera', 'text');
  const after = rotated(before, time);
  replaceKeyFile(file, after);
  expect(await keys.look()).toEqual(kidsOf(after));
  expect(ring.sealing.map(({ kid }) => kid)).toEqual(after.sealing.map(({ kid }) => kid));
  expect(ring.signing[0].kid).toBe(after.signing[0].kid);
  expect(ring.tickets[0].kid).toBe(after.tickets[0].kid);
  expect(unseal(ring, 'camera', sealed)).toBe('text');
  expect(said).toEqual(['taken']);
  for (const kind of ['record', 'places', 'displays', 'marks'] as const) {
    expect(ring[kind].map(({ kid }) => kid)).toEqual(after[kind].map(({ kid }) => kid));
  }
  await keys.look();
  expect(said).toEqual(['taken']);
});

test('one that is written into the same file, as long as it was, is seen as well', async () => {
  const text = readFileSync(file, 'utf8');
  const [{ kid }] = before.tickets;
  const other = `${kid.slice(0, -1)}${kid.endsWith('A') ? 'B' : 'A'}`;
  writeFileSync(file, text.replace(kid, other));
  await keys.look();
  expect(keys.ring.tickets[0].kid).toBe(other);
});

test('what was sealed with a key of no file has the file read once, and not again', () => {
  const after = rotated(before, time);
  const strange = seal(openKeyRing(join(folder, 'other.json')), 'camera', 'text');
  const opening = (): string => unseal(keys.ring, 'camera', strange);
  expect(opening).toThrow('cannot be opened');
  expect(said).toEqual([]);
  replaceKeyFile(file, after);
  expect(opening).toThrow('cannot be opened');
  expect(opening).toThrow('cannot be opened');
  expect(said).toEqual(['taken']);
});

test('an older key of tokens may go, whatever is sealed under its id', async () => {
  const after = rotated(before, time);
  replaceKeyFile(file, after);
  await keys.look();
  used.add(before.signing[0].kid);
  replaceKeyFile(file, { ...after, signing: [after.signing[0]] });
  await keys.look();
  expect(keys.ring.signing).toHaveLength(1);
});

test('it keeps no timer when it is closed', () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const counted = timers();
  keys.close();
  expect(timers()).toBe(counted - 1);
});

test('it looks by itself', async () => {
  keys.close();
  open(5);
  const after = rotated(before, time);
  replaceKeyFile(file, after);
  await until(() => said.length > 0);
  expect(keys.ring.sealing[0].kid).toBe(after.sealing[0].kid);
});

test('a value sealed with a key that another process has just made is opened at once', () => {
  const after = rotated(before, time);
  replaceKeyFile(file, after);
  const sealed = seal(openKeyRing(file), 'camera', 'text');
  expect(unseal(keys.ring, 'camera', sealed)).toBe('text');
  // Not where something else would go with it, and not by a file that is the same.
  writeFileSync(
    file,
    JSON.stringify(withoutSealing(rotated(after, time), new Set(kidsOf(before)))),
  );
  const other = seal(openKeyRing(file), 'camera', 'text');
  expect(() => unseal(keys.ring, 'camera', other)).toThrow('cannot be opened');
  expect(keys.ring.sealing).toHaveLength(2);
});

test('older keys of tokens and tickets go when what they signed is over', async () => {
  replaceKeyFile(file, rotated(before, time));
  await keys.look();
  const lengths = () => [keys.ring.signing.length, keys.ring.tickets.length];
  expect(lengths()).toEqual([2, 2]);
  time += longestTicketMs;
  expect(lengths()).toEqual([2, 1]);
  time += longestAccessTokenMs - longestTicketMs;
  expect(lengths()).toEqual([1, 1]);
  // The clock had only been put ahead.
  time -= longestAccessTokenMs;
  expect(lengths()).toEqual([2, 2]);
  time += longestAccessTokenMs;
  expect(lengths()).toEqual([1, 1]);
  expect(keys.ring.sealing).toHaveLength(2);
});

type Change = (after: KeyFile) => object;
const otherKey = { kid: 'another1', secret: 'A'.repeat(43) };
test.each<[string, string, Change]>([
  ['half a file', 'is damaged', () => ({ version: 2 })],
  [
    'a file without a sealing key that is needed',
    '(sealing) is still needed',
    (after) => ({ ...after, sealing: [after.sealing[0]] }),
  ],
  [
    'another key of the record',
    '(record) is still needed',
    (after) => ({ ...after, record: [otherKey] }),
  ],
  [
    'another key of places',
    '(places) is still needed',
    (after) => ({ ...after, places: [otherKey] }),
  ],
  [
    'another key of displays',
    '(displays) is still needed',
    (after) => ({ ...after, displays: [otherKey] }),
  ],
  ['another key of marks', '(marks) is still needed', (after) => ({ ...after, marks: [otherKey] })],
  [
    'another key of the record in front',
    'another key of record stands in front',
    (after) => ({ ...after, record: [otherKey, ...after.record] }),
  ],
  [
    'another key under an old id',
    'has another key under the id',
    (after) => ({
      ...after,
      sealing: after.sealing.map((key) => ({ ...key, secret: 'A'.repeat(43) })),
    }),
  ],
  [
    'another key of tokens under an old id',
    'has another key under the id',
    (after) => ({
      ...after,
      signing: [after.signing[0], { ...newPair(time), kid: before.signing[0].kid }],
    }),
  ],
])('%s is refused, and the keys of before go on', async (_what, why, change) => {
  const kid = before.sealing[0].kid;
  const bad = JSON.stringify(change(rotated(before, time)));
  writeFileSync(`${file}.new`, bad, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  const refused = expect.objectContaining({
    code: 'internal',
    message: expect.stringContaining(why),
  });
  await expect(keys.look()).rejects.toEqual(refused);
  await expect(keys.look()).rejects.toEqual(refused);
  expect(said).toEqual([expect.stringContaining(why)]);
  expect(said.join()).not.toContain('A'.repeat(43));
  expect(keys.ring.sealing.map((key) => key.kid)).toEqual([kid]);
  // Mended, it is taken up.
  replaceKeyFile(file, rotated(before, time));
  await keys.look();
  expect(said.at(-1)).toBe('taken');
});

test('a file that is gone or that others can read is told of, and comes back', async () => {
  copyFileSync(file, `${file}.kept`);
  rmSync(file);
  const gone = { code: 'internal', message: `the key file ${file} is gone: restore it` };
  await expect(keys.look()).rejects.toMatchObject(gone);
  writeFileSync(file, readFileSync(`${file}.kept`), { mode: 0o644 });
  await expect(keys.look()).rejects.toThrow('can be read by others');
  expect(keys.ring.sealing[0].kid).toBe(before.sealing[0].kid);
  renameSync(`${file}.kept`, file);
  await keys.look();
  expect(said).toHaveLength(3);
});

test('a sealing key goes once nothing is sealed with it; while that cannot be asked, nothing does', async () => {
  const after = rotated(before, time);
  replaceKeyFile(file, after);
  await keys.look();
  asked = () => Promise.reject(new Error('busy'));
  replaceKeyFile(file, withoutSealing(after, used));
  await expect(keys.look()).rejects.toThrow('busy');
  expect(keys.ring.sealing).toHaveLength(2);
  asked = async () => new Set([after.sealing[0].kid]);
  await keys.look();
  expect(keys.ring.sealing).toHaveLength(1);
  expect(said).toEqual(['taken', 'taken']);
});

test('no bridge starts with a file in which a key is none', () => {
  writeFileSync(file, JSON.stringify({ ...before, signing: [{ kid: 'aaaaaa', pem: 'none' }] }));
  expect(() =>
    openLiveKeys({ file, used: asked, onTaken() {}, onRefused() {}, now: () => time }),
  ).toThrow('is damaged');
});
