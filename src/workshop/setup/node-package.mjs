/** Another Node.js, and the SQLite of Node 22 on, from npm's registry. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Runs npm in a folder, with its output on standard error.
 * @throws Error if it fails
 */
export function mustNpm(args, folder, env = process.env) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status, signal, error } = spawnSync('npm', [...args, ...quiet], {
    cwd: folder,
    env,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed: ${error?.message ?? signal ?? status}`);
  }
}

/** The environment in which `node` is the one in the folder `bin`. */
const withNode = (bin, env = process.env) => ({
  ...env,
  PATH: [bin, env.PATH ?? ''].join(delimiter),
});

/**
 * Returns the version of the `node` that programs find.
 * @throws Error if it does not start
 */
function versionIn(env) {
  const args = ['-p', 'process.versions.node'];
  const { status, stdout, stderr, error } = spawnSync('node', args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node does not start: ${error?.message ?? stderr.trim()}`);
  return stdout.trim();
}

/**
 * Installs the newest Node of a major version, and better-sqlite3 13, into `folder`, which it makes. Returns
 * `{ version, env, sqlite: { version, folder } }`: in the environment `env` it is `node`.
 * @throws Error if one of them cannot be had, or does not start
 *
 * The package `node` holds no program: its install script asks the registry for one of the machine's kind.
 * better-sqlite3 13 has programs of every kind within, and refuses Node 20; the one of the lock file is
 * bound to the Node that it was compiled for.
 */
export function installNode(major, folder) {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  );
  mustNpm(['install', '--no-save', `node@${major}`, 'better-sqlite3@13'], folder);
  const packages = join(folder, 'node_modules');
  const env = withNode(join(packages, 'node/bin'));
  const version = versionIn(env);
  if (!version.startsWith(`${major}.`)) throw new Error(`node is ${version}, not ${major}`);
  const sqlite = join(packages, 'better-sqlite3');
  const ofSqlite = JSON.parse(readFileSync(join(sqlite, 'package.json'), 'utf8'));
  return { version, env, sqlite: { version: ofSqlite.version, folder: sqlite } };
}
