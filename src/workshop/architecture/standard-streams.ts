/** Finds where the product writes to the process's own streams past those through whom it is to speak. */
import { productFiles } from './product-files.ts';

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

/** Returns the places, as `cli/x.ts:3`, below the folder `source`. */
export function writesPastTheContext(source: string): string[] {
  return productFiles(source)
    .filter(({ path }) => !speakers.test(path))
    .flatMap(({ path, text }) => {
      // Not by lines: one statement may take several.
      const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
      return [...text.matchAll(speaks)].map(({ index }) => `${path}:${lineOf(index)}`);
    });
}
