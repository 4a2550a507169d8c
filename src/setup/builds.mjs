/**
 * Where built output lies. Each build has a folder of its own, `builds/<hash of its sources>`, and is never
 * changed once it is there; the link `dist` names the current one and is moved by a rename. So running
 * programs go on from what they were started from, and a command that comes while another builds finds a
 * whole build or none.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exchange } from './exchange.mjs';
import { withLock } from './lock.mjs';
import { prune } from './prune.mjs';
import { root } from './root.mjs';

const builds = join(root, 'builds');
const link = join(root, 'dist');
const isSource = /(?<!\.test|\.type-test)\.ts$/;
const settings = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src/setup/bundle.mjs',
  'src/setup/own-places.mjs',
];

/** Whether there is a source to build from: a package has none, its `dist` is a folder of files. */
const hasSource = () => existsSync(join(root, 'tsconfig.build.json'));

/** Returns the name of the build that the sources, as they are now, would make. */
function sourceName() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => isSource.test(name))
    .toSorted()
    .map((name) => join('src', name));
  for (const name of [...settings, ...sources]) {
    const text = readFileSync(join(root, name));
    hash.update(`\n${name} ${text.length}\n`).update(text);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Returns the folder that `dist` stands for, or undefined if nothing whole has been built. */
export function currentBuild() {
  return existsSync(join(link, 'cli/main.js')) ? realpathSync(link) : undefined;
}

const isFolder = (path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const newName = (word) => join(builds, `${word}-${process.pid}-${randomBytes(4).toString('hex')}`);

/**
 * Moves the link `dist` to the build of this name. A folder called `dist` makes room for it: earlier
 * versions made one, and `npm pack` does. It is moved aside, since a process may run from it.
 */
function makeCurrent(name) {
  if (currentBuild() === join(builds, name)) return;
  // The folder that `dist` stood for grows old from now on (prune.mjs).
  if (existsSync(link)) utimesSync(link, new Date(), new Date());
  const next = newName('.link');
  symlinkSync(join('builds', name), next, 'dir');
  if (!isFolder(link)) renameSync(next, link);
  else {
    exchange(link, next);
    // A link, if another process was first.
    if (isFolder(next)) renameSync(next, newName('before'));
    else unlinkSync(next);
  }
}

/** Compiles into a folder of its own and gives it its name; returns false if the compiler refused. */
function compile(name) {
  const draft = newName('.making');
  const compilers = ['typescript', 'esbuild'].map((tool) => join(root, 'node_modules', tool));
  if (!compilers.every((folder) => existsSync(folder))) {
    console.error(
      'casement: the compiler is not installed: run npm install, or npm ci, without --omit=dev',
    );
    return false;
  }
  const steps = [
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', draft],
    [fileURLToPath(new URL('bundle.mjs', import.meta.url)), draft],
  ];
  // Standard output belongs to the command that is built for.
  const succeeds = (step) =>
    spawnSync(process.execPath, step, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
  try {
    if (!steps.every(succeeds)) {
      console.error(
        'casement: the sources were not built: see above, or the step was ended from outside',
      );
      return false;
    }
    // Runs as a program from wherever a link to it stands.
    chmodSync(join(draft, 'cli/main.js'), 0o755);
    renameSync(draft, join(builds, name));
  } catch (error) {
    // Another process, building the same, was first.
    if (!existsSync(join(builds, name, 'cli/main.js'))) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}

/** Whether the sources as they are now are built, so that nothing has to be compiled. */
export function isBuilt() {
  return !hasSource() || existsSync(join(builds, sourceName(), 'cli/main.js'));
}

/**
 * Builds the sources as they are now, unless that has been done, and makes `dist` name it. Returns the folder
 * of the build, or undefined if the sources do not compile (the compiler has said why).
 */
export function build() {
  if (!hasSource()) return currentBuild();
  const name = sourceName();
  const folder = join(builds, name);
  const isThere = () => existsSync(join(folder, 'cli/main.js'));
  if (!isThere()) {
    const compiled = withLock(join(builds, `.lock-${name}`), () => isThere() || compile(name));
    if (!compiled) return undefined;
  }
  makeCurrent(name);
  prune(builds, folder);
  return folder;
}
