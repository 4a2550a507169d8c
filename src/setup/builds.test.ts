/** Building and launching, with a project of two files in place of Casement's own. */
import { execFile, spawn, type ExecFileException } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { projectRoot } from '../project-root.ts';
// @ts-expect-error -- plain JavaScript, for scripts that run before anything is built
import { isAlive } from './alive.mjs';

let folder: string;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(script: string, args: string[] = [], env: Record<string, string> = {}): Promise<Ran> {
  const options = {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      npm_config_registry: 'http://127.0.0.1:9/',
      ...env,
    },
  };
  return new Promise((resolve) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string): void =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    execFile(process.execPath, [`src/setup/${script}.mjs`, ...args], options, ended);
  });
}

/** A program of two modules that only fit together in one and the same edition. */
async function write(edition: string): Promise<void> {
  await writeFile(join(folder, 'src/part.ts'), `export const part${edition} = '${edition}';\n`);
  await writeFile(
    join(folder, 'src/cli/main.ts'),
    `import { part${edition} } from '../part.ts';\nconsole.log('edition ${edition}', part${edition});\n`,
  );
}

const writePackage = (dependencies: Record<string, string>): Promise<void> =>
  writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));

const mark = (): Promise<void> =>
  writeFile(
    join(folder, 'node_modules/.casement-lock'),
    createHash('sha256')
      .update(readFileSync(join(folder, 'package-lock.json')))
      .digest('hex'),
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-builds-'));
  await mkdir(join(folder, 'src/cli'), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  await cp(join(projectRoot, 'src/setup'), join(folder, 'src/setup'), { recursive: true });
  await rm(join(folder, 'src/setup/builds.test.ts'));
  await rm(join(folder, 'src/setup/tables.test.ts'));
  await writePackage({});
  for (const name of ['tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(projectRoot, name), join(folder, name));
  }
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await mark();
  for (const name of ['typescript', '@typescript', '@types', 'undici-types']) {
    await symlink(join(projectRoot, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await write('A');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('commands at once, while the source changes, each run one whole build', async () => {
  const first = Array.from({ length: 3 }, () => run('cli'));
  expect(await Promise.all(first)).toEqual(
    first.map(() => ({ code: 0, stdout: 'edition A A\n', stderr: '' })),
  );
  await write('B');
  const second = await Promise.all(Array.from({ length: 4 }, () => run('cli')));
  expect(second.map(({ stdout }) => stdout)).toEqual(second.map(() => 'edition B B\n'));
  expect(lstatSync(join(folder, 'dist')).isSymbolicLink()).toBe(true);
  // Nothing half made is left, and the first build is still whole.
  const names = (await readdir(join(folder, 'builds'))).filter((name) => name !== '.in-use');
  expect(names).toHaveLength(2);
  for (const name of names) {
    expect(existsSync(join(folder, 'builds', name, 'cli/main.js'))).toBe(true);
  }
});

test('a source that does not compile leaves the build of before running; a build by name fails', async () => {
  expect((await run('build')).stdout).toMatch(/^built in builds\/[0-9a-f]{16}\n$/);
  await writeFile(join(folder, 'src/part.ts'), 'export const partA: number = "text";\n');
  const { code, stdout, stderr } = await run('cli');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'edition A A\n' });
  expect(stderr).toMatch(/src\/part\.ts.*\n[^]*the build before them runs/);
  expect((await run('build')).code).toBe(1);
});

test.each([
  ['compiler', () => rm(join(folder, 'node_modules/typescript'))],
  [
    'registry',
    async () => {
      await writeFile(join(folder, 'package-lock.json'), '{ }');
      await writePackage({ zod: '4.6.7' });
    },
  ],
])('without a %s what was built before still runs', async (_what, take) => {
  await run('build');
  await write('B');
  await take();
  const { code, stdout, stderr } = await run('cli');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'edition A A\n' });
  expect(stderr).toContain('the build before them runs');
});

test('a missing package is named, with what mends it and what stops a running bridge', async () => {
  await writeFile(join(folder, 'src/cli/main.ts'), `import 'commander';\nexport {};\n`);
  await mkdir(join(folder, 'data'));
  const bridge = { pid: process.pid, build: join(folder, 'gone') };
  const commander = join(folder, 'node_modules/commander');
  await symlink(join(projectRoot, 'node_modules/commander'), commander);
  expect((await run('build')).code).toBe(0);
  await rm(commander);
  await writeFile(join(folder, 'data/bridge.json'), JSON.stringify(bridge));
  const { code, stderr } = await run('cli');
  expect(code).toBe(1);
  expect(stderr).toMatch(/commander[^]*npm install/);
  expect(stderr).toContain(`kill -USR2 ${process.pid}`);
});

test.each([
  ['the environment', [], { DATA_DIR: 'elsewhere' }],
  ['an option', ['--data-dir', 'elsewhere'], {}],
  ['an option in one word', ['--data-dir=elsewhere'], {}],
])(
  'beside a running bridge, named by %s, its build runs and none is made',
  async (_how, args, env) => {
    await run('build');
    const build = realpathSync(join(folder, 'dist'));
    await write('B');
    await mkdir(join(folder, 'elsewhere'));
    const file = join(folder, 'elsewhere/bridge.json');
    await writeFile(file, JSON.stringify({ pid: process.pid, build }));
    // Nor is anything installed, although the lock file has changed.
    await writeFile(join(folder, 'package-lock.json'), '{ }');
    expect(await run('cli', args, env)).toEqual({ code: 0, stdout: 'edition A A\n', stderr: '' });
    expect(realpathSync(join(folder, 'dist'))).toBe(build);

    await writeFile(join(folder, 'package-lock.json'), '{}');
    await writeFile(file, JSON.stringify({ pid: 0x7fff_fff0, build }));
    expect((await run('cli', args, env)).stdout).toBe('edition B B\n');
  },
);

test('a folder called dist, as earlier versions made it, makes room', async () => {
  await mkdir(join(folder, 'dist/cli'), { recursive: true });
  await writeFile(join(folder, 'dist/cli/main.js'), `console.log('of before');\n`);
  expect((await run('cli')).stdout).toBe('edition A A\n');
  expect(lstatSync(join(folder, 'dist')).isSymbolicLink()).toBe(true);
});

test('an old build goes, unless a process runs from it', async () => {
  const names = [];
  for (const edition of ['A', 'B', 'C']) {
    await write(edition);
    await run('build');
    names.push(basename(realpathSync(join(folder, 'dist'))));
  }
  const [used, unused, current] = names.map((name) => join(folder, 'builds', name));
  const marks = join(folder, 'builds/.in-use');
  await mkdir(marks);
  await writeFile(join(marks, `${names[0]}.${process.pid}`), '');
  await writeFile(join(marks, `${names[1]}.${0x7fff_fff0}`), '');
  // Those that were current a moment ago stay: something may just be starting from them.
  await run('build');
  expect([used, unused, current].map((path) => existsSync(path ?? ''))).toEqual([true, true, true]);
  const daysAgo = Date.now() / 1000 - 200_000;
  for (const name of names) await utimes(join(folder, 'builds', name), daysAgo, daysAgo);
  await run('build');
  expect([used, unused, current].map((path) => existsSync(path ?? ''))).toEqual([
    true,
    false,
    true,
  ]);
  expect(await readdir(marks)).toEqual([`${names[0]}.${process.pid}`]);
});

test('help installs and builds nothing', async () => {
  await rm(join(folder, 'node_modules/.casement-lock'));
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = Object.values(scripts).flatMap(
    (line) => /node src\/setup\/(\w+)\.mjs$/.exec(line)?.[1] ?? [],
  );
  expect(named).toEqual(expect.arrayContaining(['start', 'test', 'cli', 'before', 'races']));
  for (const script of named) {
    // These are told by the source itself, which is not in this project.
    if (script === 'races' || script === 'fuzz') continue;
    const { code, stdout } = await run(script, ['--help']);
    expect({ script, code, said: stdout !== '' }).toEqual({ script, code: 0, said: true });
  }
  expect(existsSync(join(folder, 'builds'))).toBe(false);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

const environment = () => ({ PATH: process.env['PATH'], HOME: folder });
const next = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a stop that is asked for while it still builds is kept for the bridge, and no debugger opens', async () => {
  await writeFile(join(folder, 'src/main.ts'), `console.log('started');\n`);
  const child = spawn(process.execPath, ['src/setup/start.mjs'], {
    cwd: folder,
    env: environment(),
  });
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  child.stderr.on('data', (part) => (said += String(part)));
  const ended = once(child, 'close');
  while (!existsSync(join(folder, 'builds'))) await next();
  child.kill('SIGUSR1');
  child.kill('SIGUSR2');
  expect(await ended).toEqual([0, null]);
  expect(said).toBe('started\n');
  const stop: unknown = JSON.parse(readFileSync(join(folder, 'data/stopped.json'), 'utf8'));
  expect(stop).toMatchObject({ version: 1, reason: 'signal SIGUSR2' });
});

test.each(['SIGUSR2', 'SIGTERM', 'SIGKILL'] as const)(
  'a %s to npm ends what npm start started',
  async (signal) => {
    const start = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).scripts.start;
    const manifest = { type: 'module', dependencies: {}, scripts: { start } };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(
      join(folder, 'src/main.ts'),
      `import { writeFileSync } from 'node:fs';
setInterval(() => undefined, 1_000);
process.once('SIGTERM', () => process.exit(0));
writeFileSync('pid', String(process.pid));\n`,
    );
    const npm = spawn('npm', ['start'], { cwd: folder, env: environment(), stdio: 'ignore' });
    const file = join(folder, 'pid');
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await next();
    const pid = Number(readFileSync(file, 'utf8'));
    const ended = once(npm, 'close');
    npm.kill(signal);
    await ended;
    while (isAlive(pid)) await next();
    // One process below npm, and no shell in between.
    expect(pid).not.toBe(npm.pid);
  },
);
