/**
 * `npm run mutants`: makes deliberate mistakes, one by one, in a copy of the source, and runs the
 * scenario of `casement prove` that must find each. Prints a table; fails when one was not found.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alter, copySource } from './copy.mjs';
import { ensureDebianTools } from './debian.mjs';
import { ensureInstalled } from './install.mjs';
import { mutants } from './mutants/table.mjs';

if (process.argv.includes('--help')) {
  console.log(
    'npm run mutants [-- --only <text>]   make mistakes, one by one, and see prove find them',
  );
  process.exit(0);
}
const only = process.argv[process.argv.indexOf('--only') + 1];
const chosen = process.argv.includes('--only')
  ? mutants.filter(({ scenario, mutant }) => `${scenario} ${mutant}`.includes(only))
  : mutants;

if (chosen.length === 0) {
  console.error(`no mutant is called ${only}`);
  process.exit(2);
}
ensureInstalled();
ensureDebianTools();
const copy = copySource();
const size = ['--households', '40', '--cameras', '4', '--displays', '16', '--duration', '60s'];

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 180_000,
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
    ...size,
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
  const restore = alter(copy, changes);
  build();
  const { first, requests, units } = prove(scenario);
  restore();
  rows.push({ scenario, mutant, without, first, requests });
  const mark = first === undefined ? `NOT FOUND in ${requests} requests, ${units} units` : 'found';
  console.log(`${String(at + 1).padStart(2)}/${chosen.length} ${scenario}: ${mutant}: ${mark}`);
}

console.log(
  '\n| scenario | mutant | taken away as well | found after requests | as |\n|---|---|---|---:|---|',
);
for (const { scenario, mutant, without = '-', first } of rows) {
  const [after, as] = first === undefined ? ['not found', '-'] : [first.requests, first.wrong];
  console.log(`| ${scenario} | ${mutant} | ${without} | ${after} | ${as} |`);
}
const missed = rows.filter(({ first }) => first === undefined);
console.log(`\n${rows.length - missed.length} of ${rows.length} mutants are found.`);
process.exitCode = missed.length === 0 ? 0 : 1;
