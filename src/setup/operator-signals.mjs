/**
 * What an operator's signals do to `npm start` while it still installs and builds, and what becomes of
 * the bridge when npm ends. The bridge hears its signals itself once it is loaded (src/signals.ts).
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './running-bridge.mjs';

/** How often it is looked whether the parent is still there. */
const everyMs = 250;

/** As src/control/stop-file.ts writes it: every start obeys it. */
function keepStop(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stop = { version: 1, since: Date.now(), reason: 'signal SIGUSR2' };
  const draft = join(folder, `stopped.json.${process.pid}`);
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, `${JSON.stringify(stop)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, join(folder, 'stopped.json'));
}

/** Begins to hear them; `args` are those of the command line. */
export function hearOperator(args) {
  process.on('SIGUSR2', () => keepStop(dataFolder(args)));
  // Node would open its debugger, to every user of the machine.
  process.on('SIGUSR1', () => undefined);
}

/** Leaves as on SIGTERM when the npm that started this process is gone: a signal may have ended it. */
export function leaveWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, everyMs);
  timer.unref();
}
