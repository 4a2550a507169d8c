import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { scenarios } from './all.ts';

const page = readFileSync(new URL('../../../../docs/isolation.md', import.meta.url), 'utf8');

test('no two scenarios have one name', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'the page on isolation says of %s what it does',
  (name, { faults, says }) => {
    expect(page).toContain(`| \`${name}\` | ${faults} | ${says} |`);
  },
);

test('every fault of the list is either injected or said not to be', () => {
  const named = new Set(page.match(/\bF\d+\b/g));
  const all = Array.from({ length: 25 }, (_, at) => `F${at + 1}`);
  expect(all.filter((fault) => !named.has(fault))).toEqual([]);
});
