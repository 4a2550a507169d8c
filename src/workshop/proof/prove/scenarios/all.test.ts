/** @takes 18 s */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { scenarios } from './all.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../../../${path}`, import.meta.url), 'utf8');
const page = read('docs/isolation.md');
const readme = read('README.md');

test('no two scenarios have one name', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'the page on isolation, and a line of the README, say of %s what it does',
  (name, { faults, says }) => {
    expect(page).toContain(`| \`${name}\` | ${faults} | ${says} |`);
    expect(readme).toContain(`\n| \`${name}\` | ${says} |\n`);
  },
);

test('every fault of the list is either injected or said not to be', () => {
  const named = new Set(page.match(/\bF\d+\b/g));
  const all = Array.from({ length: 25 }, (_, at) => `F${at + 1}`).concat(
    'F31',
    'F32',
    'F33',
    'F36',
  );
  expect(all.filter((fault) => !named.has(fault))).toEqual([]);
});
