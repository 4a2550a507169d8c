/**
 * What a suite says of itself in the comment it begins with: `@takes 40 s` if it takes long, and `@computes`
 * if it keeps a core busy for most of that time. All others wait: for cameras, for streams, for events in
 * their time.
 */
import { readFileSync } from 'node:fs';

/** `seconds`: 0 if it does not say. */
export function loadIn(source) {
  const [comment = ''] = /^\/\*\*[^]*?\*\//.exec(source) ?? [];
  const seconds = Number(/@takes (\d+) s\b/.exec(comment)?.[1] ?? 0);
  return { seconds, computes: /@computes\b/.test(comment) };
}

export const loadOf = (path) => loadIn(readFileSync(path, 'utf8'));

/** Those that compute and those that wait, in each of both the longest first. */
export function sorted(tests, load = loadOf) {
  const rated = tests
    .map((test) => ({ test, ...load(test.path) }))
    .toSorted((one, other) => other.seconds - one.seconds);
  const those = (does) => rated.filter(({ computes }) => computes === does).map(({ test }) => test);
  return { computing: those(true), waiting: those(false) };
}
