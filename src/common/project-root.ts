/**
 * The folder of the project, which holds package.json and fixtures/. A build runs from `builds/<hash>` or, in
 * a package, from `dist`, and the tests from `src`: so it is searched upwards from here.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('package.json is missing above the program');
  return find(above);
}

/** The folder of the code that runs: `src`, `builds/<hash>` or `dist`. */
export const codeRoot = fileURLToPath(new URL('..', import.meta.url));

export const projectRoot = find(dirname(fileURLToPath(import.meta.url)));
