/** A copy of the source in which something is deliberately broken, to see that it is noticed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** Copies the source into a new folder, which goes when this process ends; gives its path. */
export function copySource() {
  const copy = mkdtempSync(join(tmpdir(), 'casement-copy-'));
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  copySourceTo(copy);
  return copy;
}

/** Copies the source into a folder that is there and empty. */
export function copySourceTo(copy) {
  for (const name of parts) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/**
 * Makes the changes, each `{ file, find, replace }` with a `find` that occurs exactly once; gives a
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
