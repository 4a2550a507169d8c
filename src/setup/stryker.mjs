/**
 * `npm run stryker`: Stryker makes every small mistake it knows in the wall, one by one, in a copy of
 * the source, and runs the tests that stand beside it. Prints a table; fails when a mutant lives that
 * `stryker/explained.mjs` does not explain.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copySource } from './copy.mjs';
import { ensureInstalled, root } from './install.mjs';
import { areas } from './stryker/areas.mjs';
import { explained } from './stryker/explained.mjs';

if (process.argv.includes('--help')) {
  console.log(
    'npm run stryker [-- --only <text>]   make small mistakes in the wall, one by one, and see tests fail',
  );
  process.exit(0);
}
const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]
  : '';

/** The files of an area that are chosen; a folder stands for what is in it. */
const filesOf = ({ sources }) =>
  sources
    .flatMap((path) =>
      path.endsWith('/') ? readdirSync(join(root, path)).map((name) => path + name) : path,
    )
    .filter((file) => /(?<!test)\.ts$/.test(file) && file.includes(only));
const chosen = areas
  .map((area) => ({ ...area, files: filesOf(area) }))
  .filter(({ files }) => files.length > 0);

if (chosen.length === 0) {
  console.error(`no file of the wall is called ${only}`);
  process.exit(2);
}
ensureInstalled();
// Not before: it may just have been installed.
const { Stryker } = await import('@stryker-mutator/core');
const copy = copySource();
process.chdir(copy);

/** Every mutant of these files with what became of it. */
async function mutate(files, tests) {
  const stryker = new Stryker({
    mutate: files,
    inPlace: true,
    plugins: [import.meta.resolve('@stryker-mutator/jest-runner')],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      enableFindRelatedTests: false,
      config: {
        testMatch: tests.map((test) => `<rootDir>/${test}`),
        // Thousands of runs of the wall for each mutant: `npm run races` is for that.
        testPathIgnorePatterns: ['/races\\.test\\.ts$'],
        reporters: [],
        maxWorkers: 1,
      },
    },
    coverageAnalysis: 'perTest',
    // Enough for a busy machine: a mutant that is only slow must not pass for one that hangs.
    timeoutMS: 10_000,
    reporters: ['progress-append-only'],
    // Stryker would rewrite it, by a library that TypeScript 7 does not have any more.
    tsconfigFile: 'none',
  });
  return stryker.runMutationTest();
}

/** A mutant in words: the line it begins in, as it is and as it becomes. */
function told({ fileName, location: { start, end }, replacement }) {
  const lines = readFileSync(join(copy, fileName), 'utf8').split('\n');
  const find = lines[start.line - 1];
  const rest = lines[end.line - 1].slice(end.column - 1);
  const [replace] = `${find.slice(0, start.column - 1)}${replacement}${rest}`.split('\n');
  return { file: fileName, find: find.trim(), replace: replace.trim() };
}

const same = (a, b) => a.file === b.file && a.find === b.find && a.replace === b.replace;

/** Those left of `mutants` without the ones that are explained. */
const unexplained = (mutants) =>
  mutants.filter((one) => !explained.some(({ mutants: known }) => known.some((k) => same(k, one))));

const rows = [];
const living = [];
for (const { area, files, tests } of chosen) {
  console.log(`\n${area}: ${files.join(' ')}`);
  const results = await mutate(files, tests);
  const count = (status) => results.filter((result) => result.status === status).length;
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];
  const [killed, timedOut, survived, notReached] = statuses.map(count);
  const score = (100 * (killed + timedOut)) / (killed + timedOut + survived);
  const figures = [results.length, killed, timedOut, survived, notReached];
  rows.push(`| ${area} | ${figures.join(' | ')} | ${score.toFixed(1)} % |`);
  living.push(
    ...results.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status)).map(told),
  );
}

const columns = ['mutants', 'killed', 'timed out', 'survived', 'not reached', 'score'];
console.log(`\n| area | ${columns.join(' | ')} |\n|---${'|---:'.repeat(columns.length)}|`);
for (const row of rows) console.log(row);

const open = unexplained(living);
console.log(`\n${living.length - open.length} of ${living.length} that live are explained.`);
for (const { file, find, replace } of open) console.log(`\n${file}\n- ${find}\n+ ${replace}`);
process.exitCode = open.length === 0 ? 0 : 1;
