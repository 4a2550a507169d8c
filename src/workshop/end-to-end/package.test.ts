/**
 * What `npm pack` gives, unpacked beside nothing but its packages. No registry is asked.
 *
 * @takes 79 s
 * @computes
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { projectRoot } from '../../common/project-root.ts';
import { readRunning } from '../../bridge/control/running-bridge.ts';
// @ts-expect-error -- plain JavaScript
import { productionPackages } from '../setup/production-packages.mjs';
import { until } from '../until.ts';
import { copyBuiltSource } from '../testing/source-copy.ts';

jest.setTimeout(240_000);

const start = promisify(execFile);

let folder: string;
let source: string;
let unpacked: string;
/** All that was in it. */
let packed: readonly string[];

const run = (cwd: string, program: string, ...args: readonly string[]) =>
  start(program, args, {
    cwd,
    env: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
      HOME: folder,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_update_notifier: 'false',
    },
  });

/** Puts there what `npm ci --omit=dev` would, and nothing else, without asking a registry. */
async function installProduction(): Promise<void> {
  const tops = new Set(
    (productionPackages() as readonly { path: string }[]).flatMap(
      ({ path }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    ),
  );
  const from = join(projectRoot, 'node_modules');
  for (const name of tops) {
    if (!existsSync(join(from, name))) continue; // Of another kind of machine.
    const to = join(unpacked, 'node_modules', name);
    await cp(join(from, name), to, { recursive: true });
  }
  const empty = join(unpacked, 'src/setup/empty-googleapis');
  await symlink(empty, join(unpacked, 'node_modules/googleapis'));
}

beforeAll(async () => {
  folder = scratchFolder('package');
  source = join(folder, 'source');
  unpacked = join(folder, 'package');
  await copyBuiltSource(source, [
    'CHANGELOG.md',
    'SECURITY.md',
    'THIRD-PARTY-NOTICES.md',
    'LICENSE',
  ]);
  await run(source, 'npm', 'pack', '--pack-destination', folder);
  const file = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  await run(folder, 'tar', 'xzf', file);
  packed = readdirSync(unpacked, { recursive: true, encoding: 'utf8' });
  await installProduction();
  await mkdir(join(folder, 'bin'));
  await symlink(join(unpacked, 'dist/cli/main.js'), join(folder, 'bin/casement'));
});
afterAll(() => removeFolder(folder));

test('it is of real files, with the lock file under its other name, and no source', () => {
  expect(existsSync(join(unpacked, 'npm-shrinkwrap.json'))).toBe(true);
  expect(existsSync(join(unpacked, 'tsconfig.build.json'))).toBe(false);
  for (const name of ['SECURITY.md', 'THIRD-PARTY-NOTICES.md', 'LICENSE', 'sbom.cdx.json']) {
    expect(packed).toContain(name);
  }
  expect(packed.filter((name) => lstatSync(join(unpacked, name)).isSymbolicLink())).toEqual([]);
  expect(packed).not.toContainEqual(expect.stringMatching(/\.test\.|^src\/(?!setup)/));
});

test('casement runs from it, and says that it is what it was packed from', async () => {
  const { stdout, stderr } = await run(folder, 'casement', '--version');
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{12}\n$/),
    stderr: '',
  });
  const inPlace = await run(source, process.execPath, 'dist/cli/main.js', '--version');
  expect(inPlace.stdout).toBe(stdout);
  expect((await run(folder, 'casement', '--help')).stdout).toContain('backup [options] <file>');
  expect((await run(folder, 'casement', 'backup', '--help')).stdout).toContain('--key-file');
});

test('what its scripts import is there: none is among them that only builds', () => {
  const scripts = packed.filter((name) => /^src\/setup\/.*\.mjs$/.test(name));
  expect(scripts.length).toBeGreaterThan(10);
  const missing = scripts.flatMap((name) => {
    const text = readFileSync(join(unpacked, name), 'utf8');
    return [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)]
      .map(([, path = '']) => join(dirname(name), path))
      .filter((path) => !packed.includes(path))
      .map((path) => `${name}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('so do its scripts, which build nothing', async () => {
  const version = (await run(folder, 'casement', '--version')).stdout;
  const { stdout } = await run(unpacked, process.execPath, 'src/setup/cli.mjs', '--version');
  expect(stdout).toBe(version);
  const help = await run(unpacked, process.execPath, 'src/setup/start.mjs', '--help');
  expect(help.stdout).toContain('Usage: npm start');
  expect(readdirSync(unpacked)).not.toContain('builds');
});

test('the unit of systemd starts the bridge itself: the pid that it has is the bridge’s', async () => {
  const unit = readFileSync(join(unpacked, 'deploy/casement.service'), 'utf8');
  const [, line = ''] = /^ExecStart=(.+)$/m.exec(unit) ?? [];
  const [program = '', ...args] = line.split(' ');
  const data = join(folder, 'data');
  const child = spawn(program, args, {
    cwd: unpacked,
    env: { PATH: process.env['PATH'], DATA_DIR: data, PORT: '0' },
  });
  const ended = once(child, 'exit');
  await until(() => readRunning(data) !== undefined || child.exitCode !== null, 30_000);
  expect(readRunning(data)?.pid).toBe(child.pid);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('what it was packed from has its link again', () => {
  expect(lstatSync(join(source, 'dist')).isSymbolicLink()).toBe(true);
  expect(existsSync(join(source, 'npm-shrinkwrap.json'))).toBe(false);
});
