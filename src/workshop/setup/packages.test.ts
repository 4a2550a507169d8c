/** What is installed: that the lock file is whole, and what production holds. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { projectRoot } from '../../common/project-root.ts';
// @ts-expect-error -- plain JavaScript
import { makeNotices } from './notices.mjs';
// @ts-expect-error -- plain JavaScript
import { productionPackages } from './production-packages.mjs';
// @ts-expect-error -- plain JavaScript
import { makeSbom } from './sbom.mjs';

type Dependencies = Readonly<Record<string, string>>;
interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
}
interface Production {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly isOurs: boolean;
  readonly hasInstallScript: boolean;
}

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const lock = (JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> })
  .packages;
const own = JSON.parse(read('package.json')) as {
  readonly dependencies: Dependencies;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const production = productionPackages() as readonly Production[];
const names = production.map(({ name }) => name);

/** Where `name` is found from the package at `path`, as Node looks for it. */
function found(path: string, name: string): string | undefined {
  for (
    let folder = path;
    ;
    folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))
  ) {
    const at = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (lock[at] !== undefined) return at;
    if (folder === '') return undefined;
  }
}

test('the lock file holds whatever anything in it asks for, of every kind of machine', () => {
  const missing = Object.entries(lock).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => found(path, name) === undefined)
      .map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});

let folder: string;
beforeAll(async () => {
  folder = scratchFolder('packages');
  for (const name of ['package.json', 'package-lock.json', 'src/setup/empty-googleapis']) {
    await cp(join(projectRoot, name), join(folder, name), { recursive: true });
  }
});
afterAll(() => removeFolder(folder));

test.each([[[]], [['--omit=dev']]])('npm ci takes it with %j, and asks nobody', async (options) => {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_update_notifier: 'false',
  };
  const args = ['ci', '--dry-run', '--ignore-scripts', '--offline', ...options];
  await promisify(execFile)('npm', args, { cwd: folder, env });
});

test('production holds no compiler, bundler, test runner or linter', () => {
  const tools =
    /^(?:typescript|esbuild.*|rollup|webpack|vite|babel.*|terser|prettier|oxlint.*|jest.*|knip|playwright.*|fast-check)$|^@(?:swc|babel|esbuild|rollup|oxc-parser|oxlint.*|stryker-mutator|jest)\//;
  expect(names.filter((name) => tools.test(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(['express', 'better-sqlite3', 'zod']));
});

test('every install script is declared, and each is explained', () => {
  const scripted = Object.entries(lock).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true ? [path.split('node_modules/').at(-1) ?? ''] : [],
  );
  expect(Object.keys(own.allowScripts).toSorted()).toEqual([...new Set(scripted)].toSorted());
  const page = read('SECURITY.md');
  for (const [name, runs] of Object.entries(own.allowScripts)) {
    expect(page).toContain(`| ${name} | ${runs ? 'runs' : 'does not run'} |`);
  }
});

test('the only script of production is that of SQLite', () => {
  const scripted = production.filter(({ hasInstallScript }) => hasInstallScript);
  expect(scripted.map(({ name }) => name)).toEqual(['better-sqlite3']);
});

test('what stands in for googleapis is empty, and says so', () => {
  const path = 'src/setup/empty-googleapis';
  expect(lock['node_modules/googleapis']).toEqual({ resolved: path, link: true });
  expect(lock[path]).toMatchObject({ name: 'casement-empty-googleapis' });
  expect(JSON.parse(read(`${path}/package.json`))).toMatchObject({
    name: 'casement-empty-googleapis',
    description: expect.stringMatching(/^Empty\./),
  });
  const empty = createRequire(import.meta.url)('../../setup/empty-googleapis/index.js') as object;
  expect(() => Reflect.get(empty, 'google') as unknown).toThrow('not part of Casement');
});

test('no package of production goes by the name of another', () => {
  const disguised = production.filter(
    ({ path, name, isOurs }) => !isOurs && !path.endsWith(`node_modules/${name}`),
  );
  expect(disguised).toEqual([]);
  expect(names).not.toContain('googleapis');
});

test('the notices are of what is in the lock file', () => {
  // Where this fails: npm run notices.
  expect(makeNotices()).toBe(read('THIRD-PARTY-NOTICES.md'));
});

test('the SBOM holds what runs the bridge, all of it and nothing else', () => {
  const { metadata, components } = makeSbom() as {
    metadata: { component: { name: string } };
    components: { name: string; version: string; licenses: unknown[] }[];
  };
  expect(metadata.component.name).toBe('casement');
  const listed = components.map(({ name, version }) => `${name}@${version}`);
  expect(listed.toSorted()).toEqual(
    production.map(({ name, version }) => `${name}@${version}`).toSorted(),
  );
  expect(components.filter(({ licenses }) => licenses.length === 0)).toEqual([]);
});
