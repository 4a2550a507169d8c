import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { findPlanted, type Planted } from './planted.ts';
import { unseenImports } from './unseen-imports.ts';

test('the product imports nothing unseen by the rules of its arrows', () => {
  const source = fileURLToPath(new URL('../../', import.meta.url)).slice(0, -1);
  expect(unseenImports(source)).toEqual([]);
});

/** File, what it says, and what is found in it. */
const planted: Planted[] = [
  ['edge/http/a.ts', 'const map = await import(name);\n', 'import(…) of no fixed name'],
  ['edge/http/b.ts', 'await import(`../../storage/${name}.ts`);\n', 'import(…) of no fixed name'],
  ['pictures/a.ts', "type Store = import('../storage/store.ts').Store;\n", "a type by import('…')"],
  ['pictures/b.ts', "let store: typeof import('../storage/store.ts');\n", "a type by import('…')"],
  ['cli/a.ts', "createRequire(import.meta.url)('express');\n", 'a module by require'],
  ['wall/a.ts', "require('express');\n", 'a module by require'],
  ['tripwire/a.ts', "process.getBuiltinModule('net');\n", 'a module by require'],
  ['edge/e.ts', "new Worker(new URL('../cli/main.ts', import.meta.url));\n", 'a module by URL'],
  [
    'cli/g.ts',
    "new URL('../storage/store.ts', base);\nnew URL('/oauth/token', origin);\n",
    'a module by URL',
  ],
  ['cli/i.ts', "new URL(name + '.js', import.meta.url);\n", 'a module by URL'],
  ['cli/j.ts', "import.meta.resolve('../storage/store.ts');\n", 'a module by its place'],
  ['cli/k.ts', 'new Worker(path);\n', 'a module by its place'],
  ['cli/l.ts', 'fork(path);\n', 'a module by its place'],
  ['cli/m.ts', "register('./x.mjs', import.meta.url);\n", 'a module by its place'],
  ['cli/n.ts', "new Worker('/display/app/x.js');\n", undefined],
  ['cli/o.ts', 'eval(text);\n', 'code in a text'],
  ['cli/p.ts', 'new Function(text);\n', 'code in a text'],
  ['cli/q.ts', "import { Script } from 'node:vm';\n", 'code in a text'],
  ['cli/r.ts', "import { a } from './a.ts';\nexport default a;\n", 'a name passed on'],
  ['cli/h.ts', "new URL('../../fixtures/clips/a.jpg', import.meta.url);\n", undefined],
  ['edge/a.ts', "export type { Store } from '../storage/store.ts';\n", 'a type passed on'],
  ['bridge/a.ts', "export type {\n  Store,\n} from '../storage/store.ts';\n", 'a type passed on'],
  ['cli/e.ts', "type Make = () => import('../storage/store.ts').Store;\n", "a type by import('…')"],
  ['edge/b.ts', "get('*/*');\nawait import(name); /* */\n", 'import(…) of no fixed name'],
  ['edge/c.ts', '/// <reference path="../storage/store.ts" />\n', 'a type by reference'],
  ['edge/d.ts', "declare module '../bridge/x.ts' {}\n", 'another module’s types changed'],
  ['wall/b.ts', "import { a } from './a.ts';\nexport { a };\n", 'a name passed on'],
  ['wall/a.mts', 'export {};\n', 'not .ts'],
  ['wall/a.js', 'export {};\n', 'not .ts'],
  ['cli/b.ts', "const run = async () => (await import('./run.ts')).run;\n", undefined],
  ['cli/c.ts', "export const load = () => import('./run.ts');\n", undefined],
  ['cli/f.ts', "export const load = () => import('./run.ts').then(start);\n", undefined],
  ['cli/d.ts', '/** What `import(name)` would do. */\n// require(x)\n', undefined],
  ['wall/a.test.ts', 'await import(name);\n', undefined],
  ['wall/a.guards.mjs', 'export default [];\n', undefined],
];

let found: readonly string[];
beforeAll(async () => {
  found = await findPlanted(planted, unseenImports);
});

test.each(planted)('planted in %s: %j counts as %s', (path, _text, what) => {
  const here = found.filter((one) => one.startsWith(`${path}:`));
  expect(here).toEqual(what === undefined ? [] : [`${path}: ${what}`]);
});
