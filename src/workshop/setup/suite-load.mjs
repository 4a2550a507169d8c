/**
 * What a suite says of itself in the comment it begins with: `@takes 40 s`, where it takes long, and `@computes`, where
 * it keeps a core busy for most of that time. All others wait: for cameras, for streams, for what is to happen in time.
 */
import { readFileSync } from 'node:fs';

/** `seconds`: 0 where it does not say. */
export function loadIn(source) {
  const [comment = ''] = /^\/\*\*[^]*?\*\//.exec(source) ?? [];
  const seconds = Number(/@takes (\d+) s\b/.exec(comment)?.[1] ?? 0);
  return { seconds, computes: /@computes\b/.test(comment) };
}

export const loadOf = (path) => loadIn(readFileSync(path, 'utf8'));
