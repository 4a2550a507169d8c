/** What has changed its place in the source would break these tables on the next long run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';

interface Step {
  readonly find: string;
  readonly replace: string;
}

interface Guard extends Step {
  readonly layer: string;
  readonly guard: string;
  readonly file: string;
  readonly tests: readonly string[];
  readonly prepare?: Step;
  readonly also?: Step;
}

interface Area {
  readonly lines: readonly {
    readonly files: readonly string[];
    readonly tests: readonly string[];
  }[];
}

interface Mutant {
  readonly mutant: string;
  readonly changes: readonly (Step & { readonly file: string })[];
}

// Plain JavaScript without types: they run before anything is built.
const load = async (table: string): Promise<unknown> =>
  import(new URL(table, import.meta.url).href) as Promise<unknown>;
const { guards } = (await load('./guards-table.mjs')) as { guards: readonly Guard[] };
const { mutants } = (await load('./mutants-table.mjs')) as { mutants: readonly Mutant[] };

const { areas } = (await load('./stryker/areas.mjs')) as { areas: readonly Area[] };
const { explained } = (await load('./stryker/explained.mjs')) as {
  explained: readonly { mutants: readonly (Step & { readonly file: string })[] }[];
};

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

const all = [
  ...guards.map(({ guard, file, prepare, also, find, replace }) => {
    const steps = [prepare, also, { find, replace }].flatMap((step) => step ?? []);
    return { name: guard, changes: steps.map((step) => ({ file, ...step })) };
  }),
  ...mutants.map(({ mutant, changes }) => ({ name: mutant, changes })),
];

/** The files as they are with the changes. */
function changed(changes: Mutant['changes']): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of changes) {
    const text = texts.get(file) ?? read(file);
    expect(text.split(find)).toHaveLength(2);
    texts.set(
      file,
      text.replace(find, () => replace),
    );
  }
  return texts;
}

test.each(all.map(({ name, changes }) => [name, changes] as const))(
  'can be made in the source as it is: %s',
  (_name, changes) => void changed(changes),
);

test('every guard names tests that there are', () => {
  const there = readdirSync(new URL('../../', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `src/${name}`);
  const missing = guards.flatMap(({ guard, tests }) =>
    tests
      .filter((pattern) => !there.some((name) => new RegExp(pattern).test(name)))
      .map((pattern) => `${guard}: ${pattern}`),
  );
  expect(missing).toEqual([]);
});

/** What the linter says of the files in `folder`. */
function lint(folder: string): readonly { readonly filename: string; readonly message: string }[] {
  const config = join(folder, 'lint.json');
  const env = { node: true, builtin: true, es2024: true, browser: true };
  const globals = { NodeJS: 'readonly' };
  const rules = { 'no-undef': 'error' };
  const categories = { correctness: 'off' };
  writeFileSync(config, JSON.stringify({ categories, env, globals, rules }));
  const oxlint = fileURLToPath(new URL('../../../node_modules/.bin/oxlint', import.meta.url));
  const { stdout } = spawnSync(oxlint, ['--config', config, '--format', 'json', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(stdout) as { diagnostics: ReturnType<typeof lint> }).diagnostics;
}

test('none of them is made of names that there are not: it would be found for falling over', () => {
  const folder = scratchFolder('tables');
  // The first shows that such a name is found.
  const names = ['planted'];
  let found: ReturnType<typeof lint>;
  try {
    writeFileSync(join(folder, '0.ts'), 'export const made = nowhere;\n');
    for (const { name, changes } of all) {
      for (const [file, text] of changed(changes)) {
        writeFileSync(join(folder, `${names.length}${extname(file)}`), text);
        names.push(name);
      }
    }
    found = lint(folder);
  } finally {
    removeFolder(folder);
  }
  expect(
    found.map(({ filename, message }) => [names[parseInt(basename(filename), 10)], message]),
  ).toEqual([['planted', expect.stringContaining('nowhere')]]);
});

test('every mistake that prove finds stands in docs/isolation.md', () => {
  const page = read('docs/isolation.md');
  expect(mutants.length).toBeGreaterThan(50);
  expect(mutants.filter(({ mutant }) => !page.includes(`| ${mutant} |`))).toEqual([]);
});

test('Stryker looks at every file of the wall and of what holds a camera to its origin, by tests that there are', () => {
  const files = areas.flatMap(({ lines }) => lines.flatMap((line) => line.files));
  const tests = areas.flatMap(({ lines }) => lines.flatMap((line) => line.tests));
  for (const file of [...files, ...tests]) {
    expect([file, existsSync(new URL(`../../../${file}`, import.meta.url))]).toEqual([file, true]);
  }
  expect(new Set(files).size).toBe(files.length);
  for (const room of ['wall/partitions', 'wall/operator', 'pictures/cameras/origin', 'identity']) {
    const there = readdirSync(new URL(`../../${room}`, import.meta.url))
      .filter((name) => /(?<!test)\.ts$/.test(name))
      .map((name) => `src/${room}/${name}`);
    expect(files).toEqual(expect.arrayContaining(there));
  }
});

test('what is explained is of lines that there are', () => {
  for (const { file, find } of explained.flatMap(({ mutants: living }) => living)) {
    const lines = read(file).split('\n');
    expect(lines.map((line) => line.trim())).toContain(find);
  }
});

test('the page on isolation tells of every test of what once went wrong', () => {
  const page = read('docs/isolation.md');
  const folder = new URL('../end-to-end/before/', import.meta.url);
  const files = readdirSync(folder).map((name) => name.replace('.test.ts', ''));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !page.includes(`| \`${file}\`: `))).toEqual([]);
});

const layers = guards.filter(({ layer }) => /^\d /.test(layer)).map(({ layer }) => layer);

test.each([...new Set(layers)])(
  'the page on the wall counts the files with guards of %s',
  (layer) => {
    const page = readFileSync(new URL('../../../docs/wall.md', import.meta.url), 'utf8');
    const row = page.split('\n').find((line) => line.toLowerCase().startsWith(`| **${layer}`));
    const cell = row?.split('|').at(-2) ?? '';
    const counted =
      (cell.match(/\.guards\.mjs/g) ?? []).length + Number(/and (\d+) more/.exec(cell)?.[1] ?? 0);
    const files = guards.filter((guard) => guard.layer === layer).map(({ file }) => file);
    expect(counted).toBe(new Set(files).size);
  },
);
