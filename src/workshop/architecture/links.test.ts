/** The pages: every link leads to a file that is there, and to a heading in it; every path of the source exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';

const below = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
const pages = ['README.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  ['docs', 'src', 'fixtures', 'deploy'].flatMap(below),
);
const read = (page: string): string => readFileSync(join(projectRoot, page), 'utf8');

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** What is wrong with the links of a page. */
function brokenLinks(page: string, text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
    ([, path = '', anchor]) => {
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(join(projectRoot, target))) return [`${page}: ${path}`];
      const known = anchor === undefined || anchorsOf(read(target)).includes(anchor);
      return known ? [] : [`${page}: ${path}#${anchor}`];
    },
  );
}

/** All that is in the source, each with a slash before it. */
const source = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' }).map(
  (name) => `/src/${name}`,
);

/**
 * Returns the paths of a page that are not in the source: whole ones, files that are named by the end of theirs, and
 * what is built of none.
 */
function brokenPaths(page: string, text: string): string[] {
  const whole = [...text.matchAll(/`(src\/[\w./-]+)`/g)].filter(
    ([, path = '']) => !existsSync(join(projectRoot, path)),
  );
  const built = [...text.matchAll(/\bdist\/([\w/-]+)\.js\b/g)]
    .map(([, path = '']) => `src/${path}.ts`)
    .filter((path) => !existsSync(join(projectRoot, path)));
  // `x.ts` stands for any.
  const ends = [...text.matchAll(/`(?!x\.)((?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ts|mjs))`/g)].filter(
    ([, path = '']) =>
      ![projectRoot, join(projectRoot, dirname(page))].some((at) => existsSync(join(at, path))) &&
      !source.some((name) => name.endsWith(`/${path}`)),
  );
  return [...[...whole, ...ends].map(([, path = '']) => path), ...built].map(
    (path) => `${page}: ${path}`,
  );
}

test('they all lead somewhere', () => {
  expect(pages.length).toBeGreaterThan(8);
  const broken = pages
    // What once was is told there by the names of then.
    .filter((page) => page !== 'CHANGELOG.md')
    .flatMap((page) => [...brokenLinks(page, read(page)), ...brokenPaths(page, read(page))]);
  expect(broken).toEqual([]);
});

test('one that leads nowhere is found', () => {
  expect(brokenLinks('docs/a.md', '[x](nothing.md) [y](wall.md#no-such-heading)')).toHaveLength(2);
  expect(brokenPaths('docs/a.md', '`src/nothing/`, `a/nothing.ts`, `nothing.ts`')).toHaveLength(3);
  expect(brokenPaths('docs/a.md', '`node dist/nothing.js`, `node dist/main.js`')).toHaveLength(1);
});
