/**
 * Jest reporter: names every test that was skipped, by what was missing. If SKIPPED_LIST names a file the
 * list is added to it instead, so that `npm test` can end with all of them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../../setup/root.mjs';

const unsaid = 'not said';
const missing = / \[missing: ([^\]]+)\]/;

/** The tests of a run that were skipped: `missing` is what they say of it (src/workshop/testing/needs.ts). */
export function skippedIn(testResults) {
  return testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => ({
        test: `${relative(root, testFilePath)}: ${fullName.replace(missing, '')}`,
        missing: missing.exec(fullName)?.[1] ?? unsaid,
      })),
  );
}

/** Returns the list as people read it; empty if nothing was skipped. */
export function wordsOf(skipped) {
  const groups = new Map();
  for (const one of skipped) groups.set(one.missing, [...(groups.get(one.missing) ?? []), one]);
  return [...groups].flatMap(([what, tests]) => [
    `SKIPPED, missing: ${what} (${tests.length} ${tests.length === 1 ? 'test' : 'tests'})`,
    ...tests.map(({ test }) => `  ${test}`),
  ]);
}

/** Returns what earlier runs wrote to `file`, as people read it. */
export function wordsOfFile(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return wordsOf(lines.map((line) => JSON.parse(line)));
}

export default class Skipped {
  /** With `-t` all the others are skipped, and miss nothing. */
  #isNarrowed;

  constructor(globalConfig) {
    this.#isNarrowed = Boolean(globalConfig?.testNamePattern);
  }

  onRunComplete(_contexts, { testResults }) {
    const skipped = skippedIn(testResults).filter(
      (one) => !this.#isNarrowed || one.missing !== unsaid,
    );
    const file = process.env.SKIPPED_LIST;
    if (file === undefined) for (const line of wordsOf(skipped)) console.log(line);
    else appendFileSync(file, skipped.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
}
