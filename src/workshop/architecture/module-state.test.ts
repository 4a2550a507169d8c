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
  [
    'wall/a.ts',
    'const at = new URL("http://x/");\nexport const f = (t: string) => { at.search = t; };\n',
    'at',
  ],
  [
    'wall/a.ts',
    'const at = new URL("http://x/");\nexport const f = (t: string) => at.searchParams.set("t", t);\n',
    'at',
  ],
  ['wall/a.ts', 'const at = new Date();\nexport const f = () => at.setTime(1);\n', 'at'],
  [
    'wall/a.ts',
    'const s = { of: new Map() };\nexport const f = () => { const { of } = s; of.set(1, 2); };\n',
    's',
  ],
  ['wall/a.ts', 'const s = Object.freeze({ of: new Map() });\n', 's'],
  ['wall/a.ts', 'const [s] = [new Map()];\n', 's'],
  ['wall/a.ts', 'const s = wanted ? new Map() : undefined;\n', 's'],
  ['wall/a.ts', 'const s = given ?? new Map();\n', 's'],
  ['wall/a.ts', 'const s = <X>new Map();\n', 's'],
  ['wall/a.ts', 'const s = [1];\nexport const f = (n = s.length) => s.push(n);\n', 's'],
  ['wall/a.ts', 'const s = [1];\nexport const f = ({ s: other }: X) => s.push(other);\n', 's'],
  ['wall/a.ts', 'const s = [1];\nexport const f = ({ a }: { s: number }) => s.push(a);\n', 's'],
  [
    'wall/a.ts',
    'const s = [1];\nexport const f = () => { const { s: t } = g(); s.push(t); };\n',
    's',
  ],
  ['wall/a.ts', 'const s = [1];\nexport const f = () => { [s[0]] = [2]; };\n', 's'],
  ['wall/a.ts', 'const s = { a: 1 };\nexport const f = () => { for (s.a of [1]) g(); };\n', 's'],
  ['wall/a.ts', 'const c = { n: 0, next() { return this.n++; } };\n', 'this'],
  ['wall/a.ts', 'const c = { n: 0, next: function () { this.n += 1; } };\n', 'this'],
  ['wall/a.ts', 'class A { static readonly of = { n: 1 }; static f() { this.of.n++; } }\n', 'this'],
  ['wall/a.ts', 'export class A { static accessor last = 1; }\n', 'static last'],
  ['wall/a.ts', 'export const f = () => { global.last = 1; };\n', 'global'],
  ['wall/a.ts', 'export const f = () => { process.env["X"] = "1"; };\n', 'process'],
  ['wall/a.ts', 'export const f = () => { Array.prototype.x = 1; };\n', 'Array'],
  ['wall/a.ts', 'const b = Buffer.from("ab");\nexport const f = () => b.write("x");\n', 'b'],
  [
    'wall/a.ts',
    'const b = Buffer.from("ab");\nexport const f = (from: Buffer) => from.copy(b);\n',
    'b',
  ],
  ['wall/a.ts', 'const b = Object.create(base);\n', 'b'],
  ['wall/a.ts', 'const s = memoise((id: string) => id);\n', 's'],
  ['wall/a.ts', 'export const f = () => ({ n: 0, next() { return this.n++; } });\n', undefined],
  ['wall/a.ts', 'export class A { n = 0; next() { return this.n++; } }\n', undefined],
  [
    'wall/a.ts',
    'const s = { a: [1] };\nconst t = Object.freeze([]);\nconst e = new RangeError();\n',
    undefined,
  ],
  ['wall/a.ts', 'const s = [1];\nexport const f = ({ a: s }: X) => s.push(1);\n', undefined],
  ['wall/a.ts', 'const s = [1];\nexport const f = ({ a = s }: X) => s.push(a);\n', 's'],
  ['wall/a.ts', 'const s = { a: 1 };\nexport const f = () => { for (s.a in g()) h(); };\n', 's'],
  ['wall/a.ts', 'const s = Object.freeze(new Map());\n', 's'],
  ['wall/a.ts', 'const c = { n: 0, next() { return [1].map(() => this.n++); } };\n', 'this'],
  ['wall/a.ts', 'export function f(this: X) { this.n = 1; }\n', undefined],
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
