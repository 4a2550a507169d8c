import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { openKeyRing } from './keyring.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = scratchFolder('keyring');
  file = join(folder, 'data', 'keys.json');
});
afterEach(() => removeFolder(folder));

test('a key ring is made once, for its owner only, and read again as it was', () => {
  const made = openKeyRing(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(file))).toEqual(['keys.json']);
  const again = openKeyRing(file);
  for (const list of ['tickets', 'sealing'] as const) {
    const [[one], [other]] = [made[list], again[list]];
    expect([other.kid, other.key.export()]).toEqual([one.kid, one.key.export()]);
  }
  const [[one], [other]] = [made.signing, again.signing];
  expect([other.kid, other.privateKey.equals(one.privateKey)]).toEqual([one.kid, true]);
  expect(other.publicKey.equals(one.publicKey)).toBe(true);
});

test('its keys are of the kinds and sizes they have to be, and all different', () => {
  const { signing, tickets, sealing, record, places, displays, marks } = openKeyRing(file);
  const [{ privateKey, publicKey }] = signing;
  expect([privateKey.type, publicKey.type]).toEqual(['private', 'public']);
  expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  const others = [tickets, sealing, record, places, displays, marks].flat();
  const secrets = others.map(({ key }) => key.export());
  expect(secrets.map(({ length }) => length)).toEqual([32, 32, 32, 32, 32, 32]);
  expect(new Set(secrets.map(String)).size).toBe(6);
  expect(new Set([...signing, ...others].map(({ kid }) => kid)).size).toBe(7);
});

test('keys put in front sign, the older ones stay for verifying', () => {
  const [old, fresh] = [openKeyRing(file), openKeyRing(join(folder, 'fresh.json'))];
  const [a, b] = ['fresh.json', 'data/keys.json'].map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown[]>,
  );
  const both = (list: string) => [...(a?.[list] ?? []), ...(b?.[list] ?? [])];
  const lists = { signing: both('signing'), tickets: both('tickets'), sealing: both('sealing') };
  writeFileSync(file, JSON.stringify({ ...b, ...lists }));
  const ring = openKeyRing(file);
  for (const list of ['signing', 'tickets', 'sealing'] as const) {
    expect(ring[list].map(({ kid }) => kid)).toEqual([fresh[list][0].kid, old[list][0].kid]);
  }
});

test.each([0o640, 0o604, 0o610, 0o602])('a key file of mode %o is refused, by name', (mode) => {
  openKeyRing(file);
  chmodSync(file, mode);
  expect(() => openKeyRing(file)).toThrow(
    expect.objectContaining({
      code: 'internal',
      message: `the key file ${file} can be read by others: chmod 600 it`,
    }),
  );
});

const damaged = () =>
  expect.objectContaining({
    code: 'internal',
    message: `the key file ${file} is damaged; restore it from a backup`,
  });

test('half a key file is refused without quoting it', () => {
  openKeyRing(file);
  const half = readFileSync(file, 'utf8').slice(0, 400);
  writeFileSync(file, half);
  expect(() => openKeyRing(file)).toThrow(damaged());
});

type Lists = Record<'signing' | 'tickets' | 'sealing', Record<string, unknown>[]>;
const secret = 'A'.repeat(43);

test.each<[string, (good: Lists) => object]>([
  ['another version', () => ({ version: 3 })],
  ['the form of an earlier version', () => ({ version: 1 })],
  ['one id twice', ({ tickets }) => ({ tickets: [...tickets, ...tickets] })],
  ['a pair that is none', () => ({ signing: [{ kid: 'aaaaaa', pem: 'no key' }] })],
  ['something unknown', () => ({ more: 1 })],
  ['no key for tickets', () => ({ tickets: [] })],
  ['no key for sealing', () => ({ sealing: [] })],
  ['no key for signing', () => ({ signing: [] })],
  ['something unknown of a key', ({ tickets }) => ({ tickets: [{ ...tickets[0], more: 1 }] })],
  ['something unknown of a pair', ({ signing }) => ({ signing: [{ ...signing[0], more: 1 }] })],
  [
    'something unknown of an older pair',
    ({ signing }) => ({ signing: [signing[0], { ...signing[0], more: 1 }] }),
  ],
  ['an older pair without a key', ({ signing }) => ({ signing: [signing[0], { kid: 'older-1' }] })],
  ['an older key that is none', ({ sealing }) => ({ sealing: [sealing[0], {}] })],
  ['a key id that is too short', () => ({ tickets: [{ kid: 'a'.repeat(5), secret }] })],
  ['a key id that is too long', () => ({ tickets: [{ kid: 'a'.repeat(33), secret }] })],
  ['a key id with a blank in front', () => ({ tickets: [{ kid: ` ${'a'.repeat(8)}`, secret }] })],
  ['a key id with a line break behind', () => ({ tickets: [{ kid: 'aaaaaaaa\n', secret }] })],
  ['a secret that is too short', () => ({ tickets: [{ kid: 'aaaaaa', secret: secret.slice(1) }] })],
  ['a secret that is too long', () => ({ tickets: [{ kid: 'aaaaaa', secret: `${secret}A` }] })],
  [
    'a secret of other letters',
    () => ({ tickets: [{ kid: 'aaaaaa', secret: `+${secret.slice(1)}` }] }),
  ],
])('a key file with %s is refused', (_what, change) => {
  openKeyRing(file);
  const good = JSON.parse(readFileSync(file, 'utf8')) as Lists;
  const write = (changes: object) => writeFileSync(file, JSON.stringify({ ...good, ...changes }));
  write(change(good));
  expect(() => openKeyRing(file)).toThrow(damaged());
  write({ tickets: [{ kid: 'a'.repeat(6), secret }], sealing: [{ kid: 'a'.repeat(32), secret }] });
  expect(() => openKeyRing(file)).not.toThrow();
});

test('where a database exists, a missing key file is an error and never a new one', () => {
  const lost = (database: string) =>
    expect.objectContaining({
      code: 'internal',
      message:
        `the key file ${file} is missing, and ${database} was made with it: ` +
        'restore the key file from a backup',
    });
  const beside = join(dirname(file), 'casement.db');
  mkdirSync(dirname(file));
  writeFileSync(beside, '');
  expect(() => openKeyRing(file)).toThrow(lost(beside));
  expect(readdirSync(dirname(file))).toEqual(['casement.db']);
  rmSync(beside);
  const other = join(folder, 'other.db');
  writeFileSync(other, '');
  expect(() => openKeyRing(file, other)).toThrow(lost(other));
  expect(() => openKeyRing(file)).not.toThrow();
  expect(() => openKeyRing(file, other)).not.toThrow();
});

test('no file stays open', () => {
  const open = () => readdirSync('/dev/fd').length;
  const before = open();
  openKeyRing(file);
  expect(open()).toBe(before);
});

test('what cannot be made leaves nothing behind', () => {
  mkdirSync(dirname(file));
  symlinkSync(join(folder, 'nowhere'), file);
  expect(() => openKeyRing(file)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(readdirSync(dirname(file))).toEqual(['keys.json']);
});
