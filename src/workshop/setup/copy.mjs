/** A copy of the source in which something is deliberately broken, to see that it is noticed. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../setup/root.mjs';

const parts = [
  'src',
  'fixtures',
  // Tests hold the pages to the source, and try the lines of README.
  'docs',
  'deploy',
  'README.md',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'jest.config.ts',
  '.env.example',
];

/** Copies the source into a new folder, which is removed when this process ends; returns its path. */
export function copySource() {
  const copy = mkdtempSync(join(tmpdir(), 'casement-copy-'));
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  copySourceTo(copy);
  return copy;
}

/** Copies the source into a folder that exists and is empty. */
export function copySourceTo(copy) {
  for (const name of parts) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/**
 * Copies the files that git keeps, and the new ones that it does not ignore, as they are now, into a folder
 * that exists and is empty: no packages, no build, no settings of this machine.
 * @throws Error if `from` is no checkout, or git is missing
 */
export function copyCheckoutTo(copy, from = root) {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout, stderr, error } = spawnSync('git', list, { cwd: from, encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
  for (const name of new Set(stdout.split('\0'))) {
    // A file that was removed and not yet committed is still in the list, which ends with an empty name.
    if (name === '' || !existsSync(join(from, name))) continue;
    cpSync(join(from, name), join(copy, name), { verbatimSymlinks: true });
  }
}

/**
 * Makes the changes, each `{ file, find, replace }` with a `find` that occurs exactly once; returns a
 * function that takes all of them back.
 */
export function alter(copy, changes) {
  const before = new Map();
  for (const { file, find, replace } of changes) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(find).length !== 2) throw new Error(`${file}: not exactly once: ${find}`);
    if (!before.has(path)) before.set(path, text);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
  };
}
