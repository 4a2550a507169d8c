/**
 * `npm run guards`: switches off each guard of the wall, alone, in a copy of the source, and runs
 * the tests that must notice. Prints a table; fails when nothing noticed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alter, copySource } from './copy.mjs';
import { guards } from './guards/table.mjs';
import { ensureInstalled } from './install.mjs';

if (process.argv.includes('--help')) {
  console.log(
    'npm run guards [-- --only <text>]   switch guards off, one by one, and see tests fail',
  );
  process.exit(0);
}
const only = process.argv[process.argv.indexOf('--only') + 1];
const chosen = process.argv.includes('--only')
  ? guards.filter(({ layer, guard }) => `${layer} ${guard}`.includes(only))
  : guards;

if (chosen.length === 0) {
  console.error(`no guard is called ${only}`);
  process.exit(2);
}
ensureInstalled();
const copy = copySource();

/** Names of the failed tests, and how many ran. */
function run(tests) {
  const output = join(copy, 'result.json');
  rmSync(output, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // Without its guard a test may fail before it has closed what it opened.
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${output}`,
    '--silent',
    '--forceExit',
  ];
  const { stderr } = spawnSync(process.execPath, [...flags, ...jest, ...tests], {
    cwd: copy,
    encoding: 'utf8',
    // All of them together, before the first guard is switched off, take longer.
    timeout: 150_000 + 30_000 * tests.length,
  });
  let result;
  try {
    result = JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    throw new Error(`jest gave no result:\n${stderr}`);
  }
  const failed = result.testResults.flatMap(({ assertionResults, message, status }) => {
    const names = assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => one.fullName);
    // A suite that does not even load has no tests to its name.
    return names.length === 0 && status === 'failed' ? [message.split('\n')[0]] : names;
  });
  return { failed, ran: result.numTotalTests };
}

const all = [...new Set(chosen.flatMap(({ tests }) => tests))];
console.log(`With every guard in place: ${all.join(' ')} …`);
const whole = run(all);
if (whole.failed.length > 0) {
  console.error(
    `${whole.failed.length} tests fail with every guard in place:\n${whole.failed.join('\n')}`,
  );
  process.exit(1);
}
console.log(`${whole.ran} tests pass.\n`);

const rows = [];
for (const [at, { layer, guard, file, tests, prepare, also, ...swap }] of chosen.entries()) {
  const steps = [prepare, also, swap].filter((step) => step !== undefined);
  const restore = alter(
    copy,
    steps.map((step) => ({ file, ...step })),
  );
  const { failed } = run(tests);
  restore();
  rows.push({ layer, guard, file, failed });
  const mark = failed.length > 0 ? 'caught' : 'NOT CAUGHT';
  console.log(
    `${String(at + 1).padStart(2)}/${chosen.length} ${mark.padEnd(10)} ${layer}: ${guard}`,
  );
}

console.log(
  '\n| layer | guard switched off | in | tests that failed | for example |\n|---|---|---|---|---|',
);
for (const { layer, guard, file, failed } of rows) {
  console.log(`| ${layer} | ${guard} | ${file} | ${failed.length} | ${failed[0] ?? '-'} |`);
}
const missed = rows.filter(({ failed }) => failed.length === 0);
console.log(`\n${rows.length - missed.length} of ${rows.length} guards are tested guards.`);
process.exitCode = missed.length === 0 ? 0 : 1;
