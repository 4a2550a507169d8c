/**
 * Jest runner: suites that wait run beside each other, several for each core; suites that compute beside those, but
 * no more than there are cores to spare. In each of both those that take longest begin first, or one of them would be
 * what all others were through with long ago.
 */
import { totalmem } from 'node:os';
import jestRunner from 'jest-runner';
import { loadOf } from './suite-load.mjs';

const TestRunner = jestRunner.default ?? jestRunner;
const waitingPerCore = 4;

/** Jest keeps the modules of every suite that a worker has run, and the more it keeps the slower is the next: it is ended between two. */
const mostBytes = (workers) => Math.min(4e8, totalmem() / 2 / workers);

export default class AbreastRunner extends TestRunner {
  #computing;
  #waiting;

  constructor(globalConfig, context) {
    super(globalConfig, context);
    const cores = globalConfig.maxWorkers;
    const [computing, waiting] = [Math.ceil(cores / 2), waitingPerCore * cores];
    const workerIdleMemoryLimit = mostBytes(computing + waiting);
    const pool = (maxWorkers) =>
      new TestRunner({ ...globalConfig, maxWorkers, workerIdleMemoryLimit }, context);
    [this.#computing, this.#waiting] = [pool(computing), pool(waiting)];
  }

  async runTests(tests, watcher, options) {
    if (options.serial) return this.#waiting.runTests(tests, watcher, options);
    const rated = tests
      .map((test) => ({ test, ...loadOf(test.path) }))
      .toSorted((one, other) => other.seconds - one.seconds);
    const those = (does) =>
      rated.filter(({ computes }) => computes === does).map(({ test }) => test);
    await Promise.all([
      this.#computing.runTests(those(true), watcher, options),
      this.#waiting.runTests(those(false), watcher, options),
    ]);
  }

  on(name, listener) {
    const ends = [this.#computing, this.#waiting].map((pool) => pool.on(name, listener));
    return () => ends.forEach((end) => end());
  }
}
