/** The bridge that runs on the data folder a command line means: what it says in `bridge.json`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { isAlive } from './alive.mjs';

/** Where `.env` and, if nothing else is set, the data lie: see cli.mjs. */
const home = () => process.env.CASEMENT_HOME || '.';

function dotEnv() {
  try {
    return parseEnv(readFileSync(join(home(), '.env'), 'utf8'));
  } catch {
    return {};
  }
}

/** Returns the data folder that a command line means. */
export function dataFolder(args) {
  const at = args.indexOf('--data-dir');
  if (at >= 0 && args[at + 1] !== undefined) return args[at + 1];
  const joined = args.find((arg) => arg.startsWith('--data-dir='));
  if (joined !== undefined) return joined.slice('--data-dir='.length);
  return process.env.DATA_DIR || resolve(home(), dotEnv().DATA_DIR || 'data');
}

/**
 * Returns its process id and the folder of its build, or undefined if none runs. Good enough to choose a
 * build by; what a command promises rests on the folder's lock.
 */
export function runningBridge(args) {
  try {
    const { pid, build } = JSON.parse(readFileSync(join(dataFolder(args), 'bridge.json'), 'utf8'));
    return isAlive(pid) && typeof build === 'string' ? { pid, build } : undefined;
  } catch {
    return undefined;
  }
}
