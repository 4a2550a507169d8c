import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { undocumentedFunctions } from './docstrings.ts';
import { findPlanted, type Planted } from './planted.ts';

test('every function that others are given says what it does', () => {
  const source = fileURLToPath(new URL('../../', import.meta.url)).slice(0, -1);
  expect(undocumentedFunctions(source)).toEqual([]);
});

/** File, what it says, and which function of it is found. */
const planted: Planted[] = [
  ['wall/a.ts', 'export function a(): void {}\n', 'a'],
  ['wall/b.ts', '/** Does it. */\nexport function a(): void {}\n', undefined],
  ['wall/c.ts', '/** A page. */\n\nexport async function a(): Promise<void> {}\n', 'a'],
  ['edge/a.ts', 'export const a = (one: string): string => one;\n', 'a'],
  ['edge/b.ts', 'export const a: Make = async () => {};\n', 'a'],
  ['edge/c.ts', 'export const a = one(2);\n', undefined],
  ['edge/d.ts', 'function a(): void {}\n', undefined],
  ['edge/e.ts', '// Does it.\nexport function* a(): Iterable<number> {}\n', 'a'],
  ['cli/a.ts', 'export function registerA(): void {}\n', undefined],
  ['edge/f.ts', 'export function registerA(): void {}\n', 'registerA'],
  ['wall/a.test.ts', 'export function a(): void {}\n', undefined],
];

let found: readonly string[];
beforeAll(async () => {
  found = await findPlanted(planted, undocumentedFunctions);
});

test.each(planted)('planted in %s: %j is found as %s', (path, _text, name) => {
  const here = found.filter((one) => one.startsWith(`${path}:`));
  expect(here).toEqual(name === undefined ? [] : [`${path}: ${name}`]);
});
