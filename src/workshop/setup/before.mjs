/**
 * `npm run before`: shows that the tests in src/workshop/end-to-end/before pass now and fail on an earlier
 * commit. They start the bridge and its commands as processes; those of the commit are taken from
 * the history of this checkout into a folder of their own. Prints a table; fails when a test does
 * not pass here, or passes there, or fails there for anything else than what it expects.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from './command-line.mjs';
import { checkOut, passingFolder } from './history.mjs';
import { ensureInstalled } from '../../setup/install.mjs';
import { root } from '../../setup/root.mjs';

const usual = 'a1ffa39';
const usage = `Usage: npm run before [-- <commit>] [--only <text>]

Runs the tests of what once went wrong against this source, where they must pass, and against the
bridge of an earlier commit (${usual}), where each must fail. It runs there with the packages of today.

  --only <text>   test files whose path has this in it`;
const { values, positionals } = readCommandLine(usage, {
  options: { only: { type: 'string', default: '' } },
  most: 1,
});
const [commit = usual] = positionals;
ensureInstalled();

const folder = passingFolder('casement-before-');

/** Runs the tests; returns each by file and name, with its failure. */
function run(checkout) {
  const output = join(folder, 'result.json');
  rmSync(output, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const pattern = `src/workshop/end-to-end/before/.*${values.only.replaceAll(/[^\w.-]/g, '.')}`;
  const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${output}`, '--silent'];
  const none = '--passWithNoTests';
  const { CASEMENT_CHECKOUT: _other, ...rest } = process.env;
  const env = { ...rest, FORCE_COLOR: '0', ...(checkout && { CASEMENT_CHECKOUT: checkout }) };
  const { stderr } = spawnSync(process.execPath, [...flags, ...jest, none, pattern], {
    cwd: root,
    encoding: 'utf8',
    timeout: 900_000,
    env,
  });
  let result;
  try {
    result = JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    throw new Error(`jest gave no result:\n${stderr}`);
  }
  return result.testResults
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, message, assertionResults }) => {
      const file = name.slice(name.lastIndexOf('/') + 1).replace('.test.ts', '');
      // A suite that does not even load has no tests to its name.
      if (assertionResults.length === 0) return [{ file, title: 'it loads', failed: message }];
      return assertionResults.map(({ fullName, status, failureMessages }) => ({
        file,
        title: fullName,
        failed: status === 'passed' ? undefined : failureMessages.join('\n') || status,
      }));
    });
}

/** Whether a test failed by its expectation, and not on the way there. */
const isExpectation = (message) => message.startsWith('Error: expect(');

/** What was received, in one line. */
function inShort(message) {
  const [said = ''] = message.split(/\n\s+at /);
  const lines = said.split('\n').filter((line) => /^(\+ |Received: )/.test(line));
  const received = lines.filter((line) => !line.startsWith('+ Received'));
  return received.map((line) => line.replace(/^(\+|Received:)\s+/, '').trim()).join(' ');
}

// Whether it can be had is said before anything has run.
checkOut(commit, folder);
console.log('Now …');
const now = run(undefined);
if (now.length === 0) {
  console.error(`no test file is called ${values.only}`);
  process.exit(2);
}
const broken = now.filter(({ failed }) => failed !== undefined);
if (broken.length > 0) {
  for (const { file, title, failed } of broken) console.error(`${file}: ${title}\n${failed}\n`);
  process.exit(1);
}
console.log(`${now.length} tests pass.\n\nOn ${commit} …`);
const before = run(folder);
console.log('\n| test file | test | received on the commit before |\n|---|---|---|');
let missed = 0;
for (const { file, title, failed } of before) {
  const rightly = failed !== undefined && isExpectation(failed);
  if (!rightly) missed += 1;
  const how =
    failed === undefined ? 'IT PASSES' : `NOT BY WHAT IT EXPECTS: ${failed.split('\n')[0]}`;
  console.log(`| ${file} | ${title} | ${rightly ? inShort(failed) : how} |`);
}
console.log(`\n${before.length - missed} of ${before.length} tests fail there as they should.`);
process.exitCode = missed === 0 && before.length === now.length ? 0 : 1;
