/**
 * Who looks at the account-to-device map: the wall, and the bridge for its operator. No room that answers requests does,
 * and behind the door nobody says which account is meant.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';

/** A look by way of the store, or of a map that was taken out of one. */
const look =
  /\b\w*[sS]tore\b[?!]?(?:\s*\??\.\s*map\b|\??\.?\[\s*['"`]map\b)|\bmap\s*\.\s*(?:entry|ofDevice|entriesOf|warm|entries|page|owned|ofDevices|ofCameras|models|hasModel)\((?!\))|\bmap\s*\.\s*warm\(|\{[^{}]*\bmap\b[^{}]*\}\s*(?:=\s*[\w.#?!]*[sS]tore\b|:[^=;{}]*\b[sS]tore\b)/;

const answering = ['common', 'identity', 'pictures', 'edge', 'tripwire'];

const filesOf = (storey: string): string[] =>
  readdirSync(join(projectRoot, 'src', storey), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)testing\//.test(name))
    .map((name) => join('src', storey, name));

test('no room that answers requests looks at the map', () => {
  const files = answering.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(200);
  const found = files.filter((name) => look.test(readFileSync(join(projectRoot, name), 'utf8')));
  expect(found).toEqual([]);
});

test.each([
  'const entry = await parts.store.map.entry(account, id);',
  'const { map, grants } = parts.store;',
  'for (const row of await map.page({ most })) show(row);',
  'const rows = await tenantStore?.map.entries(account);',
  "const { entry } = parts.store['map'];",
  'const { map: cameras } = this.#store;',
  'const find = ({ map }: Pick<Store, "map">) => find(map);',
  'const rows = await map.entries(account);',
])('such a look is found: %s', (line) => {
  expect(look.test(line)).toBe(true);
});

test('what looks at the map elsewhere is known', () => {
  const found = ['bridge', 'simulator']
    .flatMap(filesOf)
    .filter((name) => look.test(readFileSync(join(projectRoot, name), 'utf8')));
  expect(found).toEqual([
    'src/bridge/cameras/conditions.ts',
    'src/bridge/cameras/owners-device.ts',
  ]);
});

/** A look at the type of ids of accounts, as a parameter or otherwise. */
const namesAccounts = (name: string): boolean =>
  /\bAccountId\b/.test(readFileSync(join(projectRoot, name), 'utf8'));

test('behind the door nothing takes an account id', () => {
  const partition = 'src/wall/partitions/partition.ts';
  const behind = [partition, ...['edge/assistants', 'pictures'].flatMap(filesOf)];
  expect(behind.length).toBeGreaterThan(150);
  expect(behind.filter(namesAccounts)).toEqual([]);
});

test('whoever does is found', () => {
  expect(namesAccounts('src/wall/partitions/partitions.ts')).toBe(true);
});
