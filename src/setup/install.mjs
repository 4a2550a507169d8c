/** Installs what package-lock.json names, when it is not there yet. Plain JavaScript: it runs first. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hasPackages } from './installed-packages.mjs';
import { withLock } from './lock.mjs';
import { root } from './root.mjs';

/** Runs a command with its output shown, on standard error; returns its exit status. */
export function run(command, args, environment = process.env) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    env: environment,
  });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

/** Runs a command with its output shown; ends this process with its status if it fails. */
export function mustRun(command, args, environment = process.env) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Ends with a clear word on a Node that is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Casement needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm would try a registry that is away again and again, for more than ten minutes. */
const hurry = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];

/** npm names the package that failed, and not what would mend it. */
const notInstalled = [
  'casement: the packages could not be installed: npm says why above. npm start tries anew.',
  'casement: where it was better-sqlite3: it fetches SQLite from github.com or, where that cannot be had,',
  'casement: compiles it with python3, make, a C++ compiler and the headers of Node: from nodejs.org, or,',
  'casement: where this machine has them in /usr/include/node, by npm_config_nodedir=/usr npm start',
].join('\n');

/**
 * Installs what the lock file names, unless node_modules was made from this very one or holds it all (`npm
 * ci`, by hand); returns false if that failed. With `dev: false` what runs the bridge is enough. Not `npm
 * ci`: that begins by removing what is installed, and if the registry is away nothing would run any more. A
 * package has been installed by whoever unpacked it.
 */
export function install({ dev = true } = {}) {
  checkNode();
  const lockFile = `${root}package-lock.json`;
  if (!existsSync(lockFile)) return true;
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const marker = `${root}node_modules/.casement-lock`;
  const isMarked = () => existsSync(marker) && readFileSync(marker, 'utf8') === lock;
  const isDone = () => hasPackages({ dev }) || isMarked();
  if (isDone()) return true;
  return withLock(`${root}builds/.installing`, () => {
    if (isDone()) return true;
    console.error(
      'Installing packages (once; a minute or two, more where SQLite has to be compiled) …',
    );
    // Whoever omits the compiler has a build; if there is none, it is needed.
    const options = ['--include=dev', '--no-save', '--no-audit', '--no-fund', ...hurry];
    if (run('npm', ['install', ...options]) !== 0) {
      console.error(notInstalled);
      return false;
    }
    writeFileSync(marker, lock);
    return true;
  });
}

/** Installs what is missing; ends this process if that fails. */
export function ensureInstalled() {
  if (!install()) process.exit(1);
}
