/** What `npm run nodes` does without the registry: its arguments, the copy, and the sum of what was counted. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { projectRoot } from '../../common/project-root.ts';
// @ts-expect-error -- plain JavaScript
import { copyCheckoutTo } from './copy.mjs';
// @ts-expect-error -- plain JavaScript
import Tally, { tallyIn } from './tally.mjs';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('nodes-test');
});
afterEach(async () => {
  jest.restoreAllMocks();
  removeFolder(folder);
});

/** Runs the command; it makes its copies in `folder`, and no registry answers it. */
const nodes = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(projectRoot, 'src/workshop/setup/nodes.mjs'), ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: folder,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
    },
  });

test('it says how it is used', () => {
  const { status, stdout } = nodes('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run nodes /);
});

test.each([
  ['another version', ['--only', '18'], /^--only is 22 or 24, and not 18$/m],
  ['another option', ['--maxWorkers', '1'], /--maxWorkers[^]*Usage: npm run nodes/],
])('%s is refused, and nothing is made', async (_what, args, words) => {
  const { status, stderr } = nodes(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
  expect(await readdir(folder)).toEqual([]);
});

test('where the registry is away it fails, says so of each version, and leaves no copy', async () => {
  const { status, stdout } = nodes();
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^Node 22: not run: npm install .* failed: 1$/),
    expect.stringMatching(/^Node 24: not run: npm install .* failed: 1$/),
  ]);
  expect((await readdir(folder)).filter((name) => name.startsWith('casement-'))).toEqual([]);
});

test('the copy holds what git keeps, as it is now, and what is new, but nothing that is ignored', async () => {
  const from = join(folder, 'from');
  const copy = join(folder, 'copy');
  await mkdir(join(from, 'src/deep'), { recursive: true });
  await mkdir(copy);
  const git = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('git', args, { cwd: from, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  };
  await writeFile(join(from, '.gitignore'), '.env\nnode_modules\n');
  await writeFile(join(from, 'src/deep/changed.ts'), 'before');
  await writeFile(join(from, 'src/gone.ts'), '');
  git('init', '--quiet');
  git('add', '.');
  await writeFile(join(from, 'src/deep/changed.ts'), 'after');
  await rm(join(from, 'src/gone.ts'));
  await writeFile(join(from, 'src/new é.ts'), '');
  await writeFile(join(from, '.env'), 'SECRET=1');
  await mkdir(join(from, 'node_modules'));
  await writeFile(join(from, 'node_modules/package.js'), '');
  await symlink('changed.ts', join(from, 'src/deep/link.ts'));

  copyCheckoutTo(copy, from);
  expect((await readdir(copy, { recursive: true })).toSorted()).toEqual([
    '.gitignore',
    'src',
    'src/deep',
    'src/deep/changed.ts',
    'src/deep/link.ts',
    'src/new é.ts',
  ]);
  expect(await readFile(join(copy, 'src/deep/link.ts'), 'utf8')).toBe('after');
});

test('a folder that is no checkout is not copied', () => {
  expect(() => copyCheckoutTo(join(folder, 'copy'), folder)).toThrow(/not a git repository/);
});

test('the closing lines of all the runs are added up, and nothing else', () => {
  const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  type Reporter = new () => { onRunComplete(contexts: unknown, run: object): void };
  const reporter = new (Tally as Reporter)();
  for (const [passed, failed, pending] of [
    [1200, 2, 3],
    [12, 0, 1],
  ]) {
    reporter.onRunComplete(new Set(), {
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: pending,
    });
  }
  const text = ['> npm test', ...said.mock.calls.flat(), 'as if 7 passed, 7 failed, 7 skipped', ''];
  expect(tallyIn(text.join('\n'))).toEqual({ runs: 2, passed: 1212, failed: 2, skipped: 4 });
  expect(tallyIn('no tests found')).toEqual({ runs: 0, passed: 0, failed: 0, skipped: 0 });
});
