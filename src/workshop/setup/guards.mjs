/**
 * `npm run guards`: switches off each guard of the wall, alone, in a copy of the source, and runs the tests
 * that must notice. Prints a table; fails if nothing noticed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from './command-line.mjs';
import { alter, copySource } from './copy.mjs';
import { guards } from './guards-table.mjs';
import { ensureInstalled } from '../../setup/install.mjs';

const usage = `Usage: npm run guards [-- options]

Switches guards off, one by one, in a copy of the source, and sees tests fail. All of them take hours.

  --only <text>   those alone whose layer, name and file contain it; may be given several times
  --at-once <n>   so many at a time, each in a copy of its own (1)`;
const { values: asked } = readCommandLine(usage, {
  options: {
    only: { type: 'string', multiple: true, default: [''] },
    'at-once': { type: 'string', default: '1' },
  },
});
const chosen = guards.filter(({ layer, guard, file }) =>
  asked.only.some((text) => `${layer} ${guard} ${file}`.includes(text)),
);
if (chosen.length === 0) {
  console.error(`no guard is called ${asked.only.join(' or ')}`);
  process.exit(2);
}
const atOnce = Number(asked['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1) {
  console.error('--at-once is a whole number from 1');
  process.exit(2);
}
ensureInstalled();
const started = performance.now();
const minutes = () => ((performance.now() - started) / 60_000).toFixed(1);

/**
 * Names of the failed tests in a copy, the suites they are in, and how many ran; what takes longer than `limitMs`
 * hangs. `more`: further arguments of jest.
 */
async function run(copy, tests, limitMs, more = []) {
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
  const child = spawn(process.execPath, [...flags, ...jest, ...more, ...tests], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const [code, signal] = await once(child, 'close');
  let result;
  try {
    result = JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    // Cut off, or broken: that nothing came to an end does not mean that something was noticed.
    console.error(`jest gave no result (${signal ?? code}):\n${stderr}`);
    return { failed: [], suites: [], ran: 0 };
  }
  const failed = result.testResults.flatMap(({ assertionResults, message, status }) => {
    const names = assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => one.fullName);
    // A suite that does not even load has no tests to its name.
    return names.length === 0 && status === 'failed' ? [message.split('\n')[0]] : names;
  });
  const suites = result.testResults.filter(({ status }) => status === 'failed');
  return { failed, suites: suites.map(({ name }) => name), ran: result.numTotalTests };
}

/** As `run`. Suites that failed run once more, one after the other: beside hundreds of others a camera may be late. */
async function runTwice(copy, tests, limitMs) {
  const patient = ['--testTimeout', '120000'];
  const abreast = ['--runner', join(copy, 'src/workshop/setup/abreast-runner.mjs')];
  const beside = await run(copy, tests, limitMs, [...abreast, ...patient]);
  if (beside.suites.length === 0) return beside;
  console.log(`${beside.failed.length} tests failed; their suites run once more, alone …`);
  const alone = await run(copy, beside.suites, limitMs, [...patient, '--runInBand']);
  return { failed: alone.failed, ran: alone.ran === 0 ? 0 : beside.ran };
}

const copies = Array.from({ length: Math.min(atOnce, chosen.length) }, copySource);
const all = [...new Set(chosen.flatMap(({ tests }) => tests))];
console.log(`With every guard in place: ${all.join(' ')} …`);
// All of them together, before the first guard is switched off, take longer.
const limitOf = (tests) => 150_000 + 30_000 * tests.length;
const whole = await runTwice(copies[0], all, 2 * limitOf(all));
const wholeMs = Math.ceil(performance.now() - started);
if (whole.failed.length > 0 || whole.ran === 0) {
  console.error(
    `${whole.failed.length} tests fail with every guard in place:\n${whole.failed.join('\n')}`,
  );
  process.exit(1);
}
console.log(`${whole.ran} tests pass.\n`);

const rows = [];
const waiting = chosen.entries();

/** Takes one guard after the other and switches it off in its own copy. */
async function work(copy) {
  for (const [at, { layer, guard, file, tests, prepare, also, ...swap }] of waiting) {
    const steps = [prepare, also, swap].filter((step) => step !== undefined);
    const restore = alter(
      copy,
      steps.map((step) => ({ file, ...step })),
    );
    // A vain wait takes longer than the tests took with every guard; on a busy machine, longer still.
    const { failed } = await run(copy, tests, limitOf(tests) + 3 * wholeMs);
    restore();
    rows[at] = { layer, guard, file, failed };
    const mark = failed.length > 0 ? 'caught' : 'NOT CAUGHT';
    console.log(
      `${String(at + 1).padStart(3)}/${chosen.length} ${mark.padEnd(10)} ${layer}: ${guard}`,
    );
  }
}
await Promise.all(copies.map(work));

console.log(
  '\n| layer | guard switched off | in | tests that failed | for example |\n|---|---|---|---|---|',
);
for (const { layer, guard, file, failed } of rows) {
  console.log(`| ${layer} | ${guard} | ${file} | ${failed.length} | ${failed[0] ?? '-'} |`);
}
const missed = rows.filter(({ failed }) => failed.length === 0);
console.log(
  `\n${rows.length - missed.length} of ${rows.length} guards are tested guards; that took ${minutes()} minutes.`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
