/**
 * Runs a suite as Jest does, and ends what that leaves behind: Jest makes one AsyncLocalStorage for each suite, and Node
 * 20 and 22 walk all that were ever used at every promise. After a hundred suites that was an eighth of a worker's time.
 * What the suite had compiled is kept for the next.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import circus from 'jest-circus/runner';
import { keepCompiled, useKept } from './compiled-code.mjs';

useKept();

/** Those that this suite uses. The class itself cannot be replaced from Node 22 on. */
const used = new Set();
for (const name of ['run', 'enterWith']) {
  const begin = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...given) {
    used.add(this);
    return begin.apply(this, given);
  };
}

export default async function run(...suite) {
  // What Node itself or Jest began before goes on.
  used.clear();
  try {
    return await circus.default(...suite);
  } finally {
    for (const storage of used) storage.disable();
    used.clear();
    keepCompiled();
  }
}
