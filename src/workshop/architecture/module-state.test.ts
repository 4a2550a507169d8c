import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { changingModuleState } from './module-state.ts';
import { findPlanted, type Planted } from './planted.ts';

test('no module of the product keeps anything between requests', () => {
  expect(changingModuleState(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([]);
});

test.each<Planted>([
  ['wall/a.ts', '\nlet last: string;\n', 'last'],
  ['wall/a.ts', 'export let last = 1;\n', 'last'],
  ['wall/a.ts', 'var [last] = [1];\n', 'last'],
  ['wall/a.ts', '{ let last = 1; globalThis.f = () => last++; }\n', 'last'],
  ['edge/http/a.ts', 'const seen = new Map<string, number>();\n', 'seen'],
  ['edge/http/a.ts', 'const seen = new Map<\n  string,\n  number\n>();\n', 'seen'],
  ['edge/http/a.ts', 'export const seen: Set<string> = new Set();\n', 'seen'],
  ['edge/http/a.ts', 'const seen: Map<string, () => void> = new Map();\n', 'seen'],
  ['edge/http/a.ts', 'const seen = new LRUCache({ max: 10 });\n', 'seen'],
  [
    'edge/http/a.ts',
    'const seen = new Map([[1, 2]]);\nexport const f = () => seen.set(3, 4);\n',
    'seen',
  ],
  [
    'edge/http/a.ts',
    'const seen = { last: 1 };\nexport const f = () => { seen.last += 1; };\n',
    'seen',
  ],
  [
    'edge/http/a.ts',
    'const seen = { of: [1] };\nexport const f = () => seen.of.push(2);\n',
    'seen',
  ],
  [
    'edge/http/a.ts',
    'const seen = { a: 1 };\nexport const f = (x: "a") => delete seen[x];\n',
    'seen',
  ],
  ['edge/http/a.ts', 'const seen = ["a"];\nexport const f = () => { seen[0] = "b"; };\n', 'seen'],
  ['edge/http/a.ts', 'const seen = { n: 1 };\nexport const f = () => seen.n++;\n', 'seen'],
  [
    'edge/http/a.ts',
    'const seen = { n: 1 };\nexport const f = () => Object.assign(seen, { n: 2 });\n',
    'seen',
  ],
  ['edge/http/a.ts', 'export function f() { f.last = 1; }\n', 'f'],
  [
    'edge/http/a.ts',
    'import { seen } from "./b.ts";\nexport const f = () => seen.set(1, 2);\n',
    'seen',
  ],
  ['edge/http/a.ts', 'export const f = () => { globalThis.last = 1; };\n', 'globalThis'],
  ['edge/http/a.ts', 'export default new Map();\n', 'default'],
  ['edge/http/a.ts', 'const seen: Record<string, number> = Object.create(null);\n', 'seen'],
  ['edge/http/a.ts', 'const seen = createCache();\n', 'seen'],
  ['edge/http/a.ts', 'const next = (() => {\n  let n = 0;\n  return () => n++;\n})();\n', 'next'],
  ['edge/http/a.ts', 'export class A {\n  static last = 1;\n}\n', 'static last'],
  ['edge/http/a.ts', 'export class A {\n  static readonly #of = new Map();\n}\n', 'static #of'],
  ['pictures/a.ts', 'const all: string[] = [];\n', 'all'],
  ['pictures/a.ts', 'const one = {} as Record<string, string>;\n', 'one'],
  ['identity/random.ts', 'let used = 0;\nlet more = 0;\n', 'more'],
  ['identity/random.ts', 'let used = 0;\n', undefined],
  [
    'wall/a.ts',
    'const kinds = new Set(["hls"]);\nconst keys = new WeakMap();\nkeys.set(kinds, 1);\n',
    undefined,
  ],
  [
    'wall/a.ts',
    'const a = [1];\nexport const f = () => { const a = [2]; a.push(3); let b = a; return b; };\n',
    undefined,
  ],
  ['wall/a.ts', 'const a = [1];\nexport const f = (a: number[]) => a.push(3);\n', undefined],
  [
    'wall/a.ts',
    'export class A {\n  static readonly none = 1;\n  last = new Map();\n}\n',
    undefined,
  ],
  ['wall/a.test.ts', 'let house;\n', undefined],
  ['workshop/bench/a.ts', 'let turn = 0;\n', undefined],
])('planted in %s: %j is found as %s', async (path, text, name) => {
  const found = await findPlanted([[path, text, name]], changingModuleState);
  expect(found[0]).toEqual(name === undefined ? undefined : `${path}: ${name}`);
});
