/**
 * `npm run nodes`: runs `npm test` under the other versions of Node.js that Casement promises to run on, each
 * in a copy of this checkout with packages of its own. Ends with the result of each; fails if one failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from './command-line.mjs';
import { copyCheckoutTo } from './copy.mjs';
import { installNode, mustNpm } from './node-package.mjs';
import { root } from '../../setup/root.mjs';
import { tallyIn } from './tally.mjs';

const majors = ['22', '24'];
/** Files that tests look for beside the checkout, and that a copy lacks. */
const besideCheckout = join(root, '../shared/google-schema');
const usage = `Usage: npm run nodes [-- [--only <version>] [--only …] [-- arguments of jest]]

Runs npm test under Node ${majors.join(' and ')}, from npm's registry, one after the other, in a copy of this checkout that
goes at the end: the files that git keeps, as they are now. There better-sqlite3 13 is in the place of 12.

  --only <version>   ${majors.join(' or ')} alone

npm run nodes -- --only 22 -- src/storage --maxWorkers 1`;

const { values, positionals: jest } = readCommandLine(usage, {
  options: { only: { type: 'string', multiple: true, default: majors } },
  most: Infinity,
});
const unknown = values.only.find((major) => !majors.includes(major));
if (unknown !== undefined) {
  console.error(`--only is ${majors.join(' or ')}, and not ${unknown}`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'casement-nodes-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
// Some tests run programs of the copy as a user of fewer rights.
chmodSync(scratch, 0o755);

/** The suite that runs, in a process group of its own: it leaves nothing behind if this is ended. */
let suite;
let endedBy;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => {
    if (suite === undefined) process.exit(code);
    endedBy = code;
    process.kill(-suite.pid, signal);
  });
}

/** Runs `npm test` in a copy; returns its exit status (null if a signal ended it) and its counts. */
async function run(copy, env) {
  suite = spawn('npm', ['test', '--', ...jest], {
    cwd: copy,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  suite.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    process.stdout.write(text);
  });
  const [status] = await once(suite, 'close');
  suite = undefined;
  if (endedBy !== undefined) process.exit(endedBy);
  return { status, ...tallyIn(said) };
}

/** Runs the suite under a version; returns the line that it ends with, and whether it failed. */
async function under(major) {
  const folder = join(scratch, major);
  const copy = join(folder, 'casement');
  mkdirSync(copy, { recursive: true });
  console.log(`Node ${major}, of the registry …`);
  const node = installNode(major, join(folder, 'node'));
  const name = `Node ${node.version}, better-sqlite3 ${node.sqlite.version}`;
  console.log(`${name}: a copy of this checkout, and the packages of its lock file …`);
  copyCheckoutTo(copy);
  // The only script among them would compile the SQLite that is replaced.
  mustNpm(['ci', '--ignore-scripts', '--prefer-offline'], copy, node.env);
  const sqlite = join(copy, 'node_modules/better-sqlite3');
  rmSync(sqlite, { recursive: true });
  cpSync(node.sqlite.folder, sqlite, { recursive: true });
  console.log(`${name}: npm test ${jest.join(' ')} …`);
  const started = performance.now();
  const { status, runs, passed, failed, skipped } = await run(copy, {
    GOOGLE_SCHEMAS: besideCheckout,
    ...node.env,
  });
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  rmSync(folder, { recursive: true });
  const isGood = status === 0 && failed === 0 && runs > 0;
  const how = isGood ? '' : `, and npm test ended with ${status}`;
  return {
    isGood,
    line: `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${minutes} minutes${how}`,
  };
}

const ends = [];
for (const major of new Set(values.only)) {
  try {
    ends.push(await under(major));
  } catch ({ message }) {
    ends.push({ isGood: false, line: `Node ${major}: not run: ${message}` });
  }
}
console.log(`\n${ends.map(({ line }) => line).join('\n')}`);
process.exitCode = ends.every(({ isGood }) => isGood) ? 0 : 1;
