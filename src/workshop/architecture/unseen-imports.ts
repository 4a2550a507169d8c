/**
 * Finds what of the product could import another module unseen by the rules of arrows.ts, which read import
 * statements: so there is none of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeys, tests } from './arrows.ts';

const shapes: readonly (readonly [what: string, shape: RegExp])[] = [
  // Only a name that stands there can be held against a rule.
  ['import(…) of no fixed name', /\bimport\s*\((?!\s*'[^']+'\s*\))/],
  ["a type by import('…')", /(?<!(?:await|=>)\s)\bimport\s*\(\s*'/],
  // A function’s result: what is imported there has `.then` at most after it.
  ["a type by import('…')", /=>\s*import\s*\(\s*'[^']*'\s*\)\s*(?:\[|\.(?!then\b))/],
  ['a type by reference', /^\/\/\/\s*<reference\b/m],
  ['another module’s types changed', /\bdeclare\s+module\s+['"]\./],
  ['a module by require', /\b(?:createRequire|getBuiltinModule)\b|\brequire\s*\(/],
  // A worker, or a process that is forked, runs it.
  ['a module by URL', /\bnew URL\s*\((?:[^()]|\([^()]*\))*\.[cm]?[jt]s['"`]/],
  // A page's own worker comes from the bridge by its path.
  [
    'a module by its place',
    /\bimport\.meta\.resolve\b|\bfork\s*\(|\bregister\s*\(\s*['"`]\.|\bnew Worker\s*\((?!\s*(?:['"`]\/|new URL\b))/,
  ],
  ['code in a text', /\beval\s*\(|\bnew Function\b|\bdlopen\b|['"](?:node:)?vm['"]/],
  ['a name passed on', /^export default [\w$]+;/m],
  ['a name passed on', /^export \{[^}]*\};/m],
  ['a type passed on', /^export type (?:\*|\{[^}]*\})(?: as \w+)? from /m],
];

const exempt = [
  // Reads the libraries of the display's pages as files, and runs none of them.
  'edge/pages/display/assets.ts: a module by require',
  // What an emergency stop is told, for those who may not see how it is carried out.
  'wall/partitions/partitions.ts: a type passed on',
];

const rows = /\.(?:guards|mutants)\.mjs$/;
const isTest = (path: string): boolean => new RegExp(tests).test(`src/${path}`);

/** A text in quotes is no comment, whatever stands in it. */
const quotedOrComment =
  /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`)|\/\*[^]*?\*\/|^\s*\/\/(?!\/\s*<reference\b).*$/gm;

const withoutComments = (text: string): string =>
  text.replace(quotedOrComment, (_found, quoted: string | undefined) => quoted ?? '');

/** Returns e.g. `wall/x.ts: a module by require`, of all files below the folder `source`. */
export function unseenImports(source: string): string[] {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(source.length + 1))
    .filter((path) => storeys.some((storey) => path.startsWith(`${storey}/`)) || path === 'main.ts')
    .filter((path) => !rows.test(path) && !isTest(path));
  return files
    .flatMap((path) => {
      if (/\.(?:[cm][jt]s|js|[jt]sx)$/.test(path)) return [`${path}: not .ts`];
      if (!path.endsWith('.ts')) return [];
      const text = withoutComments(readFileSync(join(source, path), 'utf8'));
      return shapes.filter(([, shape]) => shape.test(text)).map(([what]) => `${path}: ${what}`);
    })
    .filter((found) => !exempt.includes(found));
}
