/**
 * `npm run mutants`: makes deliberate mistakes, one by one, in a copy of the source, and runs the
 * scenario of `casement prove` that must find each. Prints a table; fails when one was not found.
 *
 * A run ends as soon as something is found, or after a number of turns: a busy machine has as many
 * attempts as a quiet one and takes longer for them. Its time limit only stops what hangs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alter, copySource } from './copy.mjs';
import { ensureDebianTools } from './debian.mjs';
import { ensureInstalled } from './install.mjs';
import { mutants } from './mutants/table.mjs';

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    households: { type: 'string', default: '40' },
    cameras: { type: 'string', default: '4' },
    displays: { type: 'string', default: '16' },
    turns: { type: 'string', default: '12' },
    duration: { type: 'string', default: '10m' },
    eyes: { type: 'string', default: '0' },
  },
});
const { help, only, ...size } = values;
if (help) {
  console.log(`Usage: npm run mutants [-- options]

Makes mistakes, one by one, in a copy of the source, and sees casement prove find them.

  --only <text>   those whose scenario or name has this in it
  --turns         how often each scenario has its turn where nothing is found (12)
  --duration      stops a run that takes longer than it should (10m)
  --households, --cameras, --displays, --eyes
                  the size of each run, as prove takes them (40, 4, 16, 0)`);
  process.exit(0);
}
const chosen = mutants.filter(({ scenario, mutant }) => `${scenario} ${mutant}`.includes(only));

if (chosen.length === 0) {
  console.error(`no mutant is called ${only}`);
  process.exit(2);
}
ensureInstalled();
ensureDebianTools();
const copy = copySource();
const sizeArguments = Object.entries(size).flatMap(([name, value]) => [`--${name}`, value]);

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 1_200_000,
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Compiles what it is, right or wrong: a mutant need not please the compiler. */
function build() {
  const { status, said } = run([
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--noCheck',
    '--outDir',
    'dist',
  ]);
  if (status !== 0) throw new Error(`the copy does not compile:\n${said}`);
}

/** What prove found: the first foreign unit, or undefined. @throws Error where it could not run. */
function prove(scenario) {
  const json = join(copy, 'result.json');
  rmSync(json, { force: true });
  const { said } = run([
    'dist/cli/main.js',
    'prove',
    ...sizeArguments,
    '--seed',
    'mutants',
    '--only',
    scenario,
    '--no-shrink',
    '--json',
    json,
  ]);
  try {
    const { foreign, requests, units } = JSON.parse(readFileSync(json, 'utf8'));
    return { first: foreign[0], requests, units };
  } catch {
    throw new Error(`prove gave no result:\n${said}`);
  }
}

const rows = [];
for (const [at, { scenario, mutant, without, changes }] of chosen.entries()) {
  const begunAt = performance.now();
  const restore = alter(copy, changes);
  build();
  const { first, requests, units } = prove(scenario);
  restore();
  const seconds = Math.round((performance.now() - begunAt) / 1000);
  rows.push({ scenario, mutant, without, first, requests, seconds });
  const mark = first === undefined ? `NOT FOUND in ${requests} requests, ${units} units` : 'found';
  const number = String(at + 1).padStart(2);
  console.log(`${number}/${chosen.length} ${scenario}: ${mutant}: ${mark}, ${seconds} s`);
}

console.log(
  '\n| scenario | mutant | taken away as well | found after requests | as |\n|---|---|---|---:|---|',
);
for (const { scenario, mutant, without = '-', first } of rows) {
  const [after, as] = first === undefined ? ['not found', '-'] : [first.requests, first.wrong];
  console.log(`| ${scenario} | ${mutant} | ${without} | ${after} | ${as} |`);
}
const missed = rows.filter(({ first }) => first === undefined);
const took = rows.reduce((sum, { seconds }) => sum + seconds, 0);
console.log(`\n${rows.length - missed.length} of ${rows.length} mutants are found, in ${took} s.`);
process.exitCode = missed.length === 0 ? 0 : 1;
