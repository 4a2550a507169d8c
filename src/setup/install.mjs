/** Installs what package-lock.json names, when it is not there yet. Plain JavaScript: it runs first. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a command with its output shown; ends this process with its status when it fails. */
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
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Casement needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Installs what the lock file names, unless node_modules was made from this very one. Not `npm ci`:
 * that refuses where a registry lacks the binaries of some system nobody here runs.
 */
export function ensureInstalled() {
  checkNode();
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  const marker = `${root}node_modules/.casement-lock`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  console.log(
    'Installing packages (once; a minute or two, more where SQLite has to be compiled) …',
  );
  mustRun('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
  writeFileSync(marker, lock);
}

/** Compiles src/ to dist/. */
export function build() {
  mustRun(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
}
