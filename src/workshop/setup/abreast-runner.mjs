/**
 * Jest runner: suites that wait run beside each other, five on two cores; beside those run suites that compute,
 * one for each core. The longest begin first: else one of them would run on when all others have long ended.
 */
import { totalmem } from 'node:os';
import jestRunner from 'jest-runner';
import { sorted } from './suite-load.mjs';

const TestRunner = jestRunner.default ?? jestRunner;
const [waitingPerCore, computingPerCore] = [2.5, 1];

/**
 * Node 20 never frees the modules of a suite that a worker has run, some 6 MB of them: beyond so many bytes another worker
 * takes its place, between two suites.
 */
const maxBytes = (workers) => Math.min(8e8, totalmem() / 2 / workers);

export default class AbreastRunner extends TestRunner {
  #computing;
  #waiting;

  constructor(globalConfig, context) {
    super(globalConfig, context);
    const cores = globalConfig.maxWorkers;
    const waiting = Math.ceil(waitingPerCore * cores);
    const computing = Math.ceil(computingPerCore * cores);
    const workerIdleMemoryLimit = maxBytes(computing + waiting);
    const pool = (maxWorkers) =>
      new TestRunner({ ...globalConfig, maxWorkers, workerIdleMemoryLimit }, context);
    [this.#computing, this.#waiting] = [pool(computing), pool(waiting)];
  }

  async runTests(tests, watcher, options) {
    // Told to run one after the other.
    const { computing, waiting } = options.serial
      ? { computing: [], waiting: tests }
      : sorted(tests);
    await Promise.all([
      this.#computing.runTests(computing, watcher, options),
      this.#waiting.runTests(waiting, watcher, options),
    ]);
  }

  on(name, listener) {
    const ends = [this.#computing, this.#waiting].map((pool) => pool.on(name, listener));
    return () => ends.forEach((end) => end());
  }
}
