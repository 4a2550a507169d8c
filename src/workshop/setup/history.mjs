/** Earlier commits of this checkout, put into a folder of their own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../setup/root.mjs';

/** @throws Error with what the command said. */
function mustRun(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
}

/** Makes a folder that is removed when this process ends. */
export function passingFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), name));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  return folder;
}

/**
 * Puts the files of a commit into a folder, with the packages of today; ends this process, with the mend, if
 * the commit cannot be had.
 */
export function checkOut(commit, folder) {
  const archive = join(folder, 'commit.tar');
  try {
    mustRun('git', ['archive', '--format=tar', `--output=${archive}`, `${commit}^{commit}`]);
  } catch ({ message }) {
    console.error(`The commit ${commit} cannot be had: ${message}`);
    console.error('It needs git and the whole history: git fetch --unshallow');
    process.exit(2);
  }
  mustRun('tar', ['-xf', archive, '-C', folder]);
  rmSync(archive);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** Compiles a commit that was put into `folder`, into its `dist`. @throws Error if it does not compile. */
export function compile(folder) {
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', 'dist'];
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0 || !existsSync(join(folder, 'dist/main.js'))) {
    throw new Error('the sources of that commit do not compile with the packages of today');
  }
}
