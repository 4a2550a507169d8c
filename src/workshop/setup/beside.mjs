/**
 * `npm run bench -- --beside <commit>`: measures this source and that of an earlier commit in turn, on one
 * machine, with the packages of today, and puts side by side what both have measured.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sideBySide } from './beside-tables.mjs';
import { checkOut, compile, passingFolder } from './history.mjs';

/** The other is not asked for what only our own bench knows. */
const partNames = ['webhook', 'strangers', 'accounts', 'first-frame', 'media', 'record'];

/** Returns where the bench of a build begins; earlier commits have it in another room. Undefined if there is none. */
const benchOf = (build) =>
  ['workshop/bench/main.js', 'bench/main.js']
    .map((path) => join(build, path))
    .find((path) => existsSync(path));

/** Returns what one side found of one part, its progress on standard error. */
function measure(build, part, quick, output) {
  const args = [benchOf(build), '--only', part, '--json', output];
  const { status } = spawnSync(process.execPath, quick ? [...args, '--quick'] : args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`the bench of ${part} failed`);
  return JSON.parse(readFileSync(output, 'utf8')).tables;
}

/**
 * @param commit as git takes it
 * @param build the folder of our own build
 * @param parts all that both have, where empty
 */
export function benchBeside(commit, build, { parts, quick, turns }) {
  const wanted = parts.length === 0 ? partNames : parts;
  const folder = passingFolder('casement-beside-');
  checkOut(commit, folder);
  console.error(`Compiling ${commit} …`);
  compile(folder);
  const theirs = join(folder, 'dist');
  const output = join(folder, 'result.json');
  for (const part of wanted) {
    const found = { ours: [], theirs: [] };
    for (let turn = 0; turn < turns; turn += 1) {
      const order = turn % 2 === 0 ? ['theirs', 'ours'] : ['ours', 'theirs'];
      for (const side of order) {
        console.error(
          `${part}, turn ${turn + 1} of ${turns}: ${side === 'ours' ? 'this source' : commit}`,
        );
        const from = side === 'ours' ? build : theirs;
        found[side].push(measure(from, part, quick, output));
      }
    }
    console.log(sideBySide(found.ours, found.theirs, commit));
  }
}
