/** Finds where the product writes to the process's own streams past those through whom it is to speak. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests } from './arrows.ts';

const speaks = new RegExp(
  [
    String.raw`\bconsole\s*(?:\?\.|[.[])`,
    String.raw`[=(,]\s*console\b`,
    String.raw`\bprocess\s*(?:\?\.|\.|\[')\s*(?:std(?:out|err)|emitWarning)\b`,
    String.raw`\bstd(?:out|err)\b[^{}]*\}\s*=\s*(?:globalThis\.)?process\b`,
    String.raw`\bfrom '(?:node:)?(?:process|console)'`,
    String.raw`\bwritev?(?:Sync)?\(\s*[12]\s*,`,
    String.raw`/dev/std(?:out|err)\b|/dev/fd/[12]\b`,
    String.raw`\bstdio:\s*(?:'inherit'|\[[^\]]*(?:'inherit'|\b[12]\b))`,
  ].join('|'),
  'g',
);

/**
 * The programs, what tells of their start and their end, and the log. Commands speak through their context, which is made
 * of the streams. The encoder that tests and the bench have make their clips tells why it fails.
 */
const speakers =
  /^(?:main\.ts|cli\/(?:main|context)\.ts|bridge\/process\/[^/]+|common\/log\.ts|simulator\/clips\/key-interval\.ts)$/;
const isTest = new RegExp(tests);

/** Returns the places, as `cli/x.ts:3`, below the folder `source`. */
export function writesPastTheContext(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^(?:workshop|setup)\//.test(path))
    .filter((path) => !speakers.test(path) && !isTest.test(`src/${path}`))
    .flatMap((path) => {
      // Not by lines: one statement may take several.
      const text = readFileSync(join(source, path), 'utf8');
      const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
      return [...text.matchAll(speaks)].map(({ index }) => `${path}:${lineOf(index)}`);
    });
}
