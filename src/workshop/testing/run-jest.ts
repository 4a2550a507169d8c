/** Runs Jest on suites that a test has written, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const jest = join(
  dirname(createRequire(import.meta.url).resolve('jest/package.json')),
  'bin/jest.js',
);

export interface JestRun {
  readonly status: number | null;
  /** Each suite as often as it is told; `name` without folder and ending. */
  readonly suites: readonly {
    readonly name: string;
    readonly status: string;
    /** The outcomes of its tests, in their order. */
    readonly tests: readonly string[];
  }[];
}

/** Runs every `*.test.cjs` of `folder` as it stands there, by a configuration with `config` and with these arguments. */
export function runJest(folder: string, config: object, args: readonly string[]): JestRun {
  const whole = {
    rootDir: folder,
    testMatch: ['**/*.test.cjs'],
    transform: {},
    moduleFileExtensions: ['cjs', 'js', 'json', 'node'],
    // By what a run before took, Jest would choose whether this one runs abreast.
    cacheDirectory: join(folder, 'cache'),
    ...config,
  };
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  const all = [jest, ...args, '--json', '--config', JSON.stringify(whole)];
  const { status, stdout } = spawnSync(process.execPath, all, {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  const { testResults } = JSON.parse(stdout) as {
    testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
  };
  const suites = testResults.map(({ name, status: outcome, assertionResults }) => ({
    name: name.slice(folder.length + 1, -'.test.cjs'.length),
    status: outcome,
    tests: assertionResults.map((one) => one.status),
  }));
  return { status, suites };
}
