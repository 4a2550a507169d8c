/**
 * Chooses which build a program runs. Beside a running bridge a command runs the build of that bridge and
 * neither installs nor compiles. Else the sources as they are now are built; if that fails (no compiler, no
 * registry, a source that does not compile) what was built before still runs, because an emergency stop must
 * not depend on a compiler.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, currentBuild, isBuilt } from './builds.mjs';
import { ensureInstalled, install } from './install.mjs';
import { runningBridge } from './running-bridge.mjs';

/** Whether nothing but help is asked for. */
export const wantsHelp = (args) => args.some((arg) => arg === '--help' || arg === '-h');

/** Ends this process with 2, and `mend` in words, if it was given an argument: a setting that nobody hears is no setting. */
export function refuseArguments([first], mend) {
  if (first === undefined) return;
  console.error(`casement: unexpected argument '${first}': ${mend}`);
  process.exit(2);
}

/** Installs, builds and returns the build; ends this process if one of them fails. */
export function mustBuild() {
  ensureInstalled();
  return build() ?? process.exit(1);
}

/** Returns the newest build that can be had; ends this process if there is none. */
export function newestBuild() {
  const before = currentBuild();
  const made = install({ dev: !isBuilt() }) ? build() : undefined;
  if (made !== undefined) return made;
  if (before === undefined) process.exit(1);
  console.error('casement: the sources could not be built (see above): the build before them runs');
  return before;
}

/** Returns the build for a command of the command line; `args` are the command's. */
export function commandBuild(args) {
  const bridge = runningBridge(args);
  if (bridge !== undefined) {
    return existsSync(join(bridge.build, 'cli/main.js')) ? bridge.build : currentBuild();
  }
  return wantsHelp(args) ? currentBuild() : newestBuild();
}

/** Becomes a program of a build, such as `cli/main.js`. */
export async function become(folder, program, args) {
  if (folder === undefined) {
    console.log('Nothing is built yet: npm start builds and starts, npm run build only builds.');
    return;
  }
  try {
    await import(pathToFileURL(join(folder, program)).href);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error(`casement: ${error.message.split('\n')[0]}`);
    console.error('casement: a package is missing: run npm install in the folder of Casement');
    const bridge = runningBridge(args);
    if (bridge !== undefined) {
      console.error(`casement: to stop all delivery now: kill -USR2 ${bridge.pid}`);
    }
    process.exit(1);
  }
}
