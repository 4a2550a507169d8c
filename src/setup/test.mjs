/** `npm test`: installs what is missing and runs every test. Arguments go to jest. */
import { ensureDebianTools } from './debian.mjs';
import { mustRun } from './install.mjs';
import { mustBuild, wantsHelp } from './launch.mjs';

if (wantsHelp(process.argv)) {
  console.log(`Usage: npm test [-- arguments of jest]

Installs what is missing (Debian's ffmpeg and Chromium too), builds and runs every test.`);
  process.exit(0);
}
mustBuild();
ensureDebianTools();

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const chosen = process.argv.slice(2);
if (chosen.length > 0) {
  mustRun(process.execPath, [...jest, ...chosen]);
} else {
  // Those that watch a browser play for a minute come last and have the machine to themselves.
  mustRun(process.execPath, [...jest, '--testPathIgnorePatterns', '\\.alone\\.test\\.ts$']);
  mustRun(process.execPath, [...jest, '--runInBand', '\\.alone\\.test\\.ts$']);
}
