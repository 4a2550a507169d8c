/**
 * What an operator's signals do to `npm start` while it still installs and builds, and what becomes of the
 * bridge when npm ends. The bridge handles its signals itself once it is loaded
 * (src/bridge/process/signals.ts).
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.mjs';
import { dataFolder } from './running-bridge.mjs';

/** How often it is looked whether the parent is still there. */
const intervalMs = 250;

/** As src/bridge/control/stop-file.ts writes it: every start obeys it. */
function keepStop(folder) {
  makeFolder(folder, 0o700);
  const stop = { version: 1, since: Date.now(), reason: 'signal SIGUSR2' };
  const draft = join(folder, `stopped.json.${process.pid}`);
  try {
    const handle = openSync(draft, 'w', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(stop)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, join(folder, 'stopped.json'));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether a stop was asked for that could not be kept: the bridge has to be told directly. */
let isUnkept = false;

function keepOrTell(folder) {
  try {
    keepStop(folder);
  } catch (error) {
    isUnkept = true;
    const what = 'the stop could not be kept in a file; the bridge is told when it is loaded';
    console.error(`casement: ${what} (${error.message})`);
  }
}

/** Passes on what came before the bridge began to listen (src/bridge/process/signals.ts). */
function handOn(name, listener) {
  // Once it is a listener: this is called right before.
  if (name === 'SIGUSR2' && isUnkept) queueMicrotask(() => listener(name));
}

/** Begins to listen for them; `args` are those of the command line. */
export function hearOperator(args) {
  process.on('SIGUSR2', () => keepOrTell(dataFolder(args)));
  process.on('newListener', handOn);
  // Node would open its debugger, to every user of the machine.
  process.on('SIGUSR1', () => undefined);
}

/**
 * Receives what came while this process waited for npm or the compiler. From Node 22 on loading a module
 * takes no turn of the event loop, and a program that ends at once would end unheard.
 */
export const hearWaiting = () => new Promise((resolve) => setImmediate(resolve));

/** Leaves as on SIGTERM when the npm that started this process is gone: a signal may have ended it. */
export function leaveWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, intervalMs);
  timer.unref();
}
