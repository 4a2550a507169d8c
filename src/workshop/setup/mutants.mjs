/**
 * `npm run mutants`: makes deliberate mistakes, one by one, in a copy of the source, and runs the scenario of
 * `casement prove` that must find each. Prints a table; fails if one was not found.
 *
 * A run ends as soon as something is found, or after a number of turns: a busy machine has as many attempts
 * as a quiet one and takes longer for them. Its time limit only stops a run that hangs.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from './command-line.mjs';
import { alter, copySource } from './copy.mjs';
import { ensureDebianTools } from './debian.mjs';
import { ensureInstalled } from '../../setup/install.mjs';
import { mutants } from './mutants-table.mjs';
import { startPostgresApart } from './postgres-apart.mjs';

const usage = `Usage: npm run mutants [-- options]

Makes mistakes, one by one, in a copy of the source, and sees casement prove find them. It takes many minutes.

  --only <text>   those whose scenario or name has this in it
  --times <n>     each of them so many times, with the seeds 1 to n (1)
  --turns         how often each scenario has its turn where nothing is found (24)
  --duration      stops a run that takes longer than it should (10m)
  --households, --cameras, --displays, --eyes
                  the size of each run, as prove takes them (40, 4, 16, 0)`;
const { values } = readCommandLine(usage, {
  options: {
    only: { type: 'string', default: '' },
    households: { type: 'string', default: '40' },
    cameras: { type: 'string', default: '4' },
    displays: { type: 'string', default: '16' },
    turns: { type: 'string', default: '24' },
    duration: { type: 'string', default: '10m' },
    eyes: { type: 'string', default: '0' },
    times: { type: 'string', default: '1' },
  },
});
const { only, times, ...size } = values;
const chosen = mutants.filter(({ scenario, mutant }) => `${scenario} ${mutant}`.includes(only));

if (!/^[1-9]\d?$/.test(times)) {
  console.error('--times must be a whole number from 1 to 99');
  process.exit(2);
}
if (chosen.length === 0) {
  console.error(`no mutant is called ${only}`);
  process.exit(2);
}
ensureInstalled();
ensureDebianTools();
const copy = copySource();
const sizeArguments = Object.entries(size).flatMap(([name, value]) => [`--${name}`, value]);

let server;
/** Returns what a run's environment says of its database: on PostgreSQL a new one each time. */
async function databaseOf(on) {
  if (on !== 'postgres') return {};
  server ??= await startPostgresApart();
  return server.database();
}

function run(args, database = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, ...database },
    encoding: 'utf8',
    timeout: 1_200_000,
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Compiles it, right or wrong: a mutant need not please the compiler. */
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

/** Returns what prove found: the first foreign unit, or undefined. @throws Error if it could not run. */
async function prove(scenario, seed, on) {
  const json = join(copy, 'result.json');
  rmSync(json, { force: true });
  const args = ['prove', ...sizeArguments, '--seed', String(seed), '--on', on, '--only', scenario];
  const { said } = run(
    ['dist/cli/main.js', ...args, '--no-shrink', '--json', json],
    await databaseOf(on),
  );
  try {
    const { foreign, requests, units } = JSON.parse(readFileSync(json, 'utf8'));
    return { first: foreign[0], requests, units };
  } catch {
    throw new Error(`prove gave no result:\n${said}`);
  }
}

const rows = [];
const begunAt = performance.now();
const since = (at) => Math.round((performance.now() - at) / 1000);
for (const [at, { scenario, mutant, on = 'sqlite', as, without, changes }] of chosen.entries()) {
  const number = String(at + 1).padStart(2);
  const finds = [];
  let atOnce = performance.now();
  const restore = alter(copy, changes);
  build();
  for (let seed = 1; seed <= Number(times); seed += 1) {
    const { first, requests, units } = await prove(scenario, seed, on);
    // A scenario that cries wolf finds something, too.
    const isIt = [as].flat().includes(first?.wrong);
    finds.push(isIt ? first : undefined);
    const nothing = `NOT FOUND in ${requests} requests, ${units} units`;
    const mark = isIt ? 'found' : first === undefined ? nothing : `FOUND AS ${first.wrong}`;
    const took = `${since(atOnce)} s, ${since(begunAt)} s in all`;
    console.log(
      `${number}/${chosen.length} ${scenario}: ${mutant}: seed ${seed}: ${mark}, ${took}`,
    );
    atOnce = performance.now();
  }
  restore();
  rows.push({ scenario, mutant, without, finds });
}

console.log(
  '\n| scenario | mutant | taken away as well | found after requests | as |\n|---|---|---|---:|---|',
);
for (const { scenario, mutant, without = '-', finds } of rows) {
  // The least favourable of its runs: a find in four runs of five is none.
  const worst = finds.toSorted((a, b) => (b?.requests ?? Infinity) - (a?.requests ?? Infinity))[0];
  const [after, as] = finds.includes(undefined)
    ? ['not found', '-']
    : [worst.requests, worst.wrong];
  console.log(`| ${scenario} | ${mutant} | ${without} | ${after} | ${as} |`);
}
const missed = rows.filter(({ finds }) => finds.includes(undefined));
const often = times === '1' ? '' : `, each ${times} times of ${times}`;
const found = `${rows.length - missed.length} of ${rows.length} mutants are found${often}`;
console.log(`\n${found}, in ${since(begunAt)} s.`);
process.exitCode = missed.length === 0 ? 0 : 1;
