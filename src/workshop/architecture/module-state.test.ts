import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { changingModuleState } from './module-state.ts';
import { findPlanted, type Planted } from './planted.ts';

test('no module of the product keeps anything between requests', () => {
  expect(changingModuleState(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([]);
});

test.each<Planted>([
  ['wall/a.ts', '\nlet last: string;\n', ':2'],
  ['wall/a.ts', 'export let last = 1;\n', ':1'],
  ['edge/http/a.ts', 'const seen = new Map<string, number>();\n', ':1'],
  ['edge/http/a.ts', 'export const seen: Set<string> = new Set();\n', ':1'],
  ['pictures/a.ts', 'const all: string[] = [];\n', ':1'],
  ['bridge/a.ts', 'export const look: Lookup = createLookup();\n', ':1'],
  ['edge/a.ts', 'const cache = new LRUCache<string, string>({ max: 9 });\n', ':1'],
  ['identity/random.ts', 'let used = 0;\nlet more = 0;\n', ':1'],
  ['identity/random.ts', 'let used = 0;\n', undefined],
  ['wall/a.ts', 'const kinds = new Set(["hls"]);\nconst keys = new WeakMap();\n', undefined],
  ['edge/a.ts', "const edition = createHash('sha256').digest('hex');\n", undefined],
  ['wall/a.test.ts', 'let house;\n', undefined],
  ['workshop/bench/a.ts', 'let turn = 0;\n', undefined],
])('planted in %s: %j is found at %s', async (path, text, place) => {
  const found = await findPlanted([[path, text, place]], changingModuleState);
  expect(found[0]).toEqual(place === undefined ? undefined : path + place);
});
