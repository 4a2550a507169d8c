/**
 * Who looks at the account-to-device map: the wall, and the bridge for its operator. No room that answers requests does,
 * and behind the door nobody says which account is meant.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';

/** A look by way of the operator's part of a store, of a map that was taken out of it, or of an account's own. */
const look =
  /\boperator\b[?!]?(?:\s*\??\.\s*map\b|\??\.?\[\s*['"`]map\b|\s*:\s*\{[^{}]*\bmap\b)|\bmap\s*\.\s*(?:ofDevice|entriesOf|warm|page|owned|ofDevices|ofCameras|models|hasModel)\((?!\))|\bmap\s*\.\s*warm\(|\{[^{}]*\bmap\b[^{}]*\}\s*=\s*[\w.#?!]*\boperator\b|(?:\bof\([^()]*\)|\b[tT]enant)[?!]?\s*\??\.\s*(?:entry|entries|rename|removeEntry|strangers)\(/;

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
  'const entry = await parts.store.operator.map.ofDevice(id);',
  'const { map, grants } = parts.store.operator;',
  'for (const row of await map.page({ most })) show(row);',
  'const rows = await store?.of(account).entries();',
  'const row = await store.of(account)\n  .entry(id);',
  'const rows = await tenant.entries();',
  "const { ofDevice } = parts.store.operator['map'];",
  'const { map: cameras } = this.#store.operator;',
  "const find = ({ operator: { map } }: OperatorStore<'map'>) => find(map);",
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
