/**
 * Runs a suite as Jest does, and ends what that leaves behind: Jest makes one AsyncLocalStorage for each suite, and Node
 * 20 and 22 walk all that were ever used at every promise. After a hundred suites that was an eighth of a worker's time.
 */
import asyncHooks from 'node:async_hooks';
import circus from 'jest-circus/runner';

let made = [];
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
  constructor(...options) {
    super(...options);
    made.push(this);
  }
};

export default async function run(...suite) {
  try {
    return await circus.default(...suite);
  } finally {
    for (const storage of made) storage.disable();
    made = [];
  }
}
