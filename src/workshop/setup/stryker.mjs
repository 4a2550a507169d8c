/**
 * `npm run stryker`: Stryker makes every small mistake it knows in the wall, one by one, in a copy of the
 * source, and runs the tests beside it. Prints a table; fails if a mutant lives that `stryker/explained.mjs`
 * does not explain.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { readCommandLine } from './command-line.mjs';
import { copySource } from './copy.mjs';
import { ensureInstalled } from '../../setup/install.mjs';
import { areas } from './stryker/areas.mjs';
import { explained } from './stryker/explained.mjs';

const usage = `Usage: npm run stryker [-- --only <text>]

Makes small mistakes in the wall, file by file, in a copy of the source, and sees tests fail.

  --only <text>   in the files alone whose path has this in it`;
const { values } = readCommandLine(usage, { options: { only: { type: 'string', default: '' } } });
const { only } = values;
const chosen = areas.flatMap(({ area, lines }) =>
  lines
    .map(({ files, tests }) => ({
      area,
      tests,
      files: files.filter((file) => file.includes(only)),
    }))
    .filter(({ files }) => files.length > 0),
);
if (chosen.length === 0) {
  console.error(`no file of the wall is called ${only}`);
  process.exit(2);
}
ensureInstalled();
// Not before: it may just have been installed.
const { Stryker } = await import('@stryker-mutator/core');
process.chdir(copySource());

/** Returns every mutant of these files with its outcome. */
async function mutate({ files, tests }) {
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
        // Stryker takes no runner and no environment of ours: it asks for Jest's own, by name.
        testRunner: 'jest-circus/runner',
        testEnvironment: 'node',
        reporters: [],
        maxWorkers: 1,
        // A test that waits for something a mutant never does must fail by itself.
        testTimeout: 5_000,
      },
    },
    coverageAnalysis: 'perTest',
    // Enough for a busy machine: a mutant that is only slow must not pass for one that hangs.
    timeoutMS: 10_000,
    reporters: ['progress-append-only'],
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is of another package
    logLevel: 'warn',
    warnings: { slow: false },
    // Stryker would rewrite it, by a library that TypeScript 7 no longer has.
    tsconfigFile: 'none',
  });
  return stryker.runMutationTest();
}

/** A mutant in words: the line it begins in, as it is and as it becomes. */
function told({ fileName, location: { start, end }, replacement }) {
  const lines = readFileSync(fileName, 'utf8').split('\n');
  const find = lines[start.line - 1];
  const rest = lines[end.line - 1].slice(end.column - 1);
  const [replace] = `${find.slice(0, start.column - 1)}${replacement}${rest}`.split('\n');
  const file = relative(process.cwd(), fileName);
  return { file, find: find.trim(), replace: replace.trim() };
}

const isExplained = (mutant) =>
  explained.some(({ mutants }) =>
    mutants.some((one) => ['file', 'find', 'replace'].every((key) => one[key] === mutant[key])),
  );

const counts = new Map();
const living = [];
for (const [at, line] of chosen.entries()) {
  console.log(`\n${at + 1}/${chosen.length} ${line.area}: ${line.files.join(' ')}`);
  const results = await mutate(line);
  for (const { status } of results) {
    const count = counts.get(line.area) ?? {};
    counts.set(line.area, { ...count, [status]: (count[status] ?? 0) + 1 });
  }
  const alive = results.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status));
  living.push(...alive.map(told));
}

console.log(
  '\n| area | killed | timed out | survived | not reached | would not load | score |' +
    '\n|---|---:|---:|---:|---:|---:|---:|',
);
for (const [area, count] of counts) {
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError'];
  const figures = statuses.map((status) => count[status] ?? 0);
  const [killed, timedOut, survived] = figures;
  const score = (100 * (killed + timedOut)) / (killed + timedOut + survived);
  console.log(`| ${area} | ${figures.join(' | ')} | ${score.toFixed(1)} % |`);
}
const open = living.filter((mutant) => !isExplained(mutant));
console.log(`\n${living.length - open.length} of the ${living.length} that live are explained.`);
for (const { file, find, replace } of open) console.log(`\n${file}\n- ${find}\n+ ${replace}`);
process.exitCode = open.length === 0 ? 0 : 1;
