/** `npm test`: installs what is missing and runs every test. Arguments go to jest. */
import { ensureDebianTools } from './debian.mjs';
import { build, ensureInstalled, mustRun } from './install.mjs';

ensureInstalled();
ensureDebianTools();
build();
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
mustRun(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)]);
