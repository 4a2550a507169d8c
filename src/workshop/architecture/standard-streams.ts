/** Finds where the product writes to the process's own streams past those through whom it is to speak. */
import { productFiles } from './product-files.ts';

const speaks = new RegExp(
  [
    String.raw`\bconsole\s*(?:\?\.|[.[])`,
    String.raw`(?:[=>(,:?[]|\breturn)\s*console\b|\['console'\]|\bconsole\s*(?::|\}\s*=)`,
    String.raw`\bprocess\s*(?:\?\.|\.|\[')\s*(?:std(?:out|err)|emitWarning|_rawDebug)\b`,
    String.raw`\bstd(?:out|err)\b[^{}]*\}\s*=\s*(?:globalThis\.)?process\b`,
    // The process itself, by another name.
    String.raw`(?:(?<!\}\s*)=>?|[(,:?[]|\breturn)\s*(?:globalThis\.)?process\s*[;,)\]}]`,
    String.raw`\bfrom '(?:node:)?(?:process|console)'`,
    String.raw`\b(?:write|writev|writeFile|appendFile)(?:Sync)?\(\s*[12]\s*,`,
    String.raw`\bWriteStream\(\s*[12]\b|\bfd:\s*[12]\b`,
    String.raw`/dev/std(?:out|err)\b|/(?:dev|proc/\w+)/fd/[12]\b`,
    // A process that is started has them, if nothing else is said: these two know no other.
    String.raw`'inherit'|\bstdio:\s*\[[^\]]*\b[12]\b|\bfork\(`,
    String.raw`\bexec(?:File)?Sync\((?:(?!\bstdio\b)[^;])*;`,
  ].join('|'),
  'g',
);

/**
 * The programs, also the one that draws the clips, what tells of their start and their end, and the log. Commands speak
 * through their context, which is made of the streams. The encoder that tests and the bench have make their clips tells
 * why it fails.
 */
const speakers =
  /^(?:main\.ts|cli\/(?:main|context)\.ts|bridge\/process\/[^/]+|common\/log\.ts|simulator\/clips\/(?:key-interval|make)\.ts)$/;

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
