/** The product's own source, for tests that look at its text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests } from './arrows.ts';

export interface SourceFile {
  /** Such as `wall/x.ts`. */
  readonly path: string;
  readonly text: string;
}

const isTest = new RegExp(tests);

const read = (source: string, path: string): SourceFile => ({
  path,
  text: readFileSync(join(source, path), 'utf8'),
});

/** Returns what runs before anything is built: each plain JavaScript file of the set-up below `source`. */
export function setUpFiles(source: string): SourceFile[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^setup\/.*(?<!\.guards)\.mjs$/.test(path))
    .map((path) => read(source, path));
}

/** Returns each file below the folder `source` that is neither a test nor of the workshop or the set-up. */
export function productFiles(source: string): SourceFile[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^(?:workshop|setup)\//.test(path))
    .filter((path) => !isTest.test(`src/${path}`))
    .map((path) => read(source, path));
}
