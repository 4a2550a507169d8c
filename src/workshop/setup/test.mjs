/** `npm test`: installs what is missing and runs every test. Arguments go to jest. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianTools, lighterBrowser } from './debian.mjs';
import { memoryFolder, runFolder } from './memory-folder.mjs';
import { joinTestPrograms } from './test-programs.mjs';
import { mustRun } from '../../setup/install.mjs';
import { mustBuild, wantsHelp } from '../../setup/launch.mjs';
import { wordsOfFile } from './skipped.mjs';

if (wantsHelp(process.argv)) {
  console.log(`Usage: npm test [-- arguments of jest]

Installs what is missing (Debian's ffmpeg and Chromium too), builds and runs every test. It ends
by naming each test that was skipped and what was missing.`);
  process.exit(0);
}
if (process.argv.some((arg) => arg.startsWith('--watch'))) {
  console.error(
    'npm test cannot watch: processes that tests start go on running what was built before.',
  );
  process.exit(2);
}
// Processes that tests start use this build.
const build = mustBuild();
ensureDebianTools();

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  // A test makes much that is soon gone: with more room for it, less is copied before it is.
  '--max-semi-space-size=64',
  'node_modules/jest/bin/jest.js',
];
const scratch = memoryFolder() ?? runFolder(tmpdir());
const list = join(scratch, 'skipped');
// Also if a test failed, which ends this process.
process.on('exit', () => {
  for (const line of wordsOfFile(list)) console.log(line);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
});
// From a terminal it ends the tests as well, and after them what they wrote goes.
process.on('SIGINT', () => undefined);
const programs = join(scratch, 'programs');
await joinTestPrograms(programs);
const browser = process.env.CHROMIUM ?? lighterBrowser();
const env = {
  ...process.env,
  TMPDIR: scratch,
  TEST_PROGRAMS: programs,
  SKIPPED_LIST: list,
  CASEMENT_BUILD: build,
  ...(browser && { CHROMIUM: browser }),
};
const run = (args) => mustRun(process.execPath, [...jest, ...args], env);
const chosen = process.argv.slice(2);
if (chosen.length > 0) {
  run(chosen);
} else {
  const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
  const abreast = ['--runner', beside('abreast-runner.mjs')];
  const yielding = ['--setupFilesAfterEnv', beside('yield-core.mjs')];
  // A test with many beside it waits longer for its turn: one that hangs fails all the same.
  const patient = ['--testTimeout', '120000'];
  // What watches a browser play on comes last and has the machine to itself.
  run([...abreast, ...yielding, ...patient, '--testPathIgnorePatterns', '\\.alone\\.test\\.ts$']);
  run(['--runInBand', '\\.alone\\.test\\.ts$']);
}
