/**
 * Building and launching, with a project of two files in place of Casement's own.
 *
 * @takes 128 s
 * @computes
 */
import { execFile, spawn, type ChildProcess, type ExecFileException } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import {
  appendFile,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { until } from '../workshop/until.ts';
import { projectRoot } from '../common/project-root.ts';
import { testUnless } from '../workshop/testing/needs.ts';
// @ts-expect-error -- plain JavaScript, for scripts that run before anything is built
import { isAlive } from './alive.mjs';
// @ts-expect-error -- plain JavaScript, too
import { foldersInUse } from './in-use.mjs';

let folder: string;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a script lies: what runs Casement, or what only its makers run. */
const pathOf = (script: string): string =>
  ['src/setup', 'src/workshop/setup']
    .map((room) => `${room}/${script}.mjs`)
    .find((path) => existsSync(join(folder, path))) ?? script;

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
    execFile(process.execPath, [pathOf(script), ...args], options, ended);
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
  folder = scratchFolder('builds');
  await mkdir(join(folder, 'src/cli'), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const room of ['src/setup', 'src/workshop/setup']) {
    await cp(join(projectRoot, room), join(folder, room), {
      recursive: true,
      filter: (name) => !name.endsWith('.test.ts'),
    });
  }
  await writePackage({});
  for (const name of ['tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(projectRoot, name), join(folder, name));
  }
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await mark();
  // Each is a link of its own: npm, which clears what it does not know, must never reach through one.
  const from = join(projectRoot, 'node_modules');
  const scopes = ['@typescript', '@esbuild', '@types'];
  for (const scope of scopes) await mkdir(join(folder, 'node_modules', scope));
  const scoped = scopes.flatMap((scope) =>
    readdirSync(join(from, scope)).map((name) => join(scope, name)),
  );
  for (const name of ['typescript', 'esbuild', 'undici-types', ...scoped]) {
    await symlink(join(from, name), join(folder, 'node_modules', name));
  }
  await write('A');
});
afterEach(async () => {
  for (const child of running) await end(child);
  removeFolder(folder);
});

test('a module of a joined program still says where it was compiled to', async () => {
  await writeFile(join(folder, 'src/part.ts'), 'export const place = import.meta.url;\n');
  await writeFile(
    join(folder, 'src/cli/main.ts'),
    `import { place } from '../part.ts';\nconsole.log(place);\n`,
  );
  const { stdout } = await run('cli');
  const build = realpathSync(join(folder, 'dist'));
  expect(fileURLToPath(stdout.trim())).toBe(join(build, 'part.js'));
  const bundle = await readFile(join(build, 'bundle/cli.js'), 'utf8');
  expect(bundle).toContain('// part.js\n');
  // Not where it was built: the same source has to make the same build.
  expect(bundle).not.toContain('builds');
});

test('the bridge that prove tries is joined, as the one that runs', async () => {
  const tried = 'workshop/proof/prove/bridge-child';
  await mkdir(join(folder, 'src/workshop/proof/prove'), { recursive: true });
  await writeFile(join(folder, `src/${tried}.ts`), `import '../../../part.ts';\n`);
  await writeFile(join(folder, 'src/main.ts'), `import './part.ts';\n`);
  expect((await run('build')).code).toBe(0);
  for (const program of ['main', 'cli/main', tried]) {
    const text = await readFile(join(folder, `dist/${program}.js`), 'utf8');
    expect(text).toMatch(/^#!\/usr\/bin\/env node\nimport '[./]+\/bundle\/[a-z-]+\.js';\n$/);
  }
});

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
  const names = await readdir(join(folder, 'builds'));
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

test('programs that are joined in another way are another build', async () => {
  const names = [(await run('build')).stdout];
  for (const script of ['bundle', 'own-places']) {
    await appendFile(join(folder, `src/setup/${script}.mjs`), '// Another way.\n');
    names.push((await run('build')).stdout);
  }
  expect(new Set(names).size).toBe(3);
});

test.each([
  ['compiler', () => rm(join(folder, 'node_modules/typescript')), 'the compiler is not installed'],
  [
    'joiner of modules',
    () => rm(join(folder, 'node_modules/esbuild')),
    'the compiler is not installed',
  ],
  [
    'registry',
    async () => {
      await writeFile(join(folder, 'package-lock.json'), '{ }');
      await writePackage({ zod: '4.6.7' });
    },
    'could not be installed',
  ],
])('without a %s what was built before still runs', async (_what, take, why) => {
  await run('build');
  await write('B');
  await take();
  const { code, stdout, stderr } = await run('cli');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'edition A A\n' });
  expect(stderr).toContain(why);
  expect(stderr).toContain('the build before them runs');
});

test('where the packages cannot be installed, what mends it is said last', async () => {
  await writeFile(join(folder, 'package-lock.json'), '{ }');
  await writePackage({ zod: '4.6.7' });
  const { code, stderr } = await run('build');
  expect(code).toBe(1);
  expect(stderr.trimEnd()).toMatch(/could not be installed[^]*npm_config_nodedir=.* npm start$/);
});

/** What npm writes down of two packages, one of which only builds, or of the first alone. */
async function writeRecords(installed: readonly string[]): Promise<void> {
  const packages = {
    'node_modules/runs': { version: '1.0.0' },
    'node_modules/builds': { version: '1.0.0', dev: true },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  };
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  // npm would otherwise remove what nothing asks for, through the links to the compiler.
  await writePackage({ runs: '1.0.0' });
  const there = Object.entries(packages).filter(([path]) => installed.includes(basename(path)));
  const record = { packages: Object.fromEntries(there) };
  await writeFile(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(record));
}

test('what npm ci installed is not installed again', async () => {
  await writeRecords(['runs', 'builds']);
  expect(await run('cli')).toEqual({ code: 0, stdout: 'edition A A\n', stderr: '' });
});

test('where the sources are built, production is enough to run; to build anew it is not', async () => {
  await writeRecords(['runs', 'builds']);
  expect((await run('build')).code).toBe(0);
  await rm(join(folder, 'node_modules/typescript'));
  await writeRecords(['runs']);
  expect(await run('cli')).toEqual({ code: 0, stdout: 'edition A A\n', stderr: '' });
  await write('B');
  const { stdout, stderr } = await run('cli');
  expect(stdout).toBe('edition A A\n');
  expect(stderr).toMatch(/Installing packages[^]*the build before them runs/);
});

test('a compiler that is not there is named', async () => {
  await rm(join(folder, 'node_modules/typescript'));
  const { code, stderr } = await run('build');
  expect(code).toBe(1);
  expect(stderr).toContain('npm ci, without --omit=dev');
});

test('a missing package is named, with what mends it and what stops a running bridge', async () => {
  // A name of its own: Node looks for packages in every folder above, and a machine may have any there.
  await writeFile(join(folder, 'src/cli/main.ts'), `import 'only-of-this-test';\nexport {};\n`);
  await mkdir(join(folder, 'data'));
  const bridge = { pid: process.pid, build: join(folder, 'gone') };
  const needed = join(folder, 'node_modules/only-of-this-test');
  await mkdir(needed);
  await writeFile(join(needed, 'package.json'), '{"type":"module","exports":"./index.js"}');
  await writeFile(join(needed, 'index.js'), 'export {};\n');
  expect((await run('build')).code).toBe(0);
  await rm(needed, { recursive: true });
  await writeFile(join(folder, 'data/bridge.json'), JSON.stringify(bridge));
  const { code, stderr } = await run('cli');
  expect(code).toBe(1);
  expect(stderr).toMatch(/only-of-this-test[^]*npm install/);
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

const daysAgo = Date.now() / 1000 - 200_000;
const setOld = (path: string) => utimes(path, daysAgo, daysAgo);
const buildsNow = async (): Promise<readonly string[]> =>
  (await readdir(join(folder, 'builds'))).filter((name) => !name.startsWith('.'));
const moved = async (): Promise<string> => {
  const name = (await buildsNow()).find((one) => one.startsWith('before-'));
  return join(folder, 'builds', name ?? 'none');
};

/** Programs that are still running when the test ends. */
const running = new Set<ChildProcess>();

async function end(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}
/** Starts what says `up` once it runs, and runs until it is ended. */
async function launch(args: readonly string[], as: { uid?: number } = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 2], ...as });
  running.add(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}
const lasting = `setInterval(() => undefined, 1_000);\nconsole.log('up');\n`;

/** Makes the program a bridge that holds its build, as Casement's own does. */
async function writeBridge(): Promise<void> {
  for (const file of ['src/bridge/process/build-in-use.ts', 'src/common/project-root.ts']) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(projectRoot, file), join(folder, file));
  }
  const text = `import { holdBuild } from './bridge/process/build-in-use.ts';\nholdBuild();\n${lasting}`;
  await writeFile(join(folder, 'src/main.ts'), text);
}

test('a folder called dist, as earlier versions made it, makes room', async () => {
  await mkdir(join(folder, 'dist/cli'), { recursive: true });
  await writeFile(join(folder, 'dist/cli/main.js'), `console.log('of before');\n`);
  await setOld(join(folder, 'dist'));
  expect((await run('cli')).stdout).toBe('edition A A\n');
  expect(lstatSync(join(folder, 'dist')).isSymbolicLink()).toBe(true);
  // For a day from now, however old it was.
  expect(existsSync(join(await moved(), 'cli/main.js'))).toBe(true);
});

test('a folder of before stays for as long as a process runs from it, which does not say so', async () => {
  await mkdir(join(folder, 'dist/cli'), { recursive: true });
  await writeFile(join(folder, 'dist/cli/main.js'), '');
  await writeFile(join(folder, 'dist/main.js'), lasting);
  const bridge = await launch(['dist/main.js']);
  await run('build');
  await setOld(await moved());
  await run('build');
  expect(existsSync(await moved())).toBe(true);
  await end(bridge);
  await run('build');
  expect(existsSync(await moved())).toBe(false);
});

test('an old build goes, unless a process runs from it', async () => {
  const names: string[] = [];
  let bridge: ChildProcess | undefined;
  for (const edition of ['A', 'B', 'C']) {
    await write(edition);
    await (edition === 'A' ? writeBridge() : rm(join(folder, 'src/main.ts')));
    await run('build');
    if (edition === 'A') bridge = await launch(['dist/main.js']);
    else if (edition === 'B') await writeBridge();
    names.push(basename(realpathSync(join(folder, 'dist'))));
  }
  const there = () => names.map((name) => existsSync(join(folder, 'builds', name)));
  // Those that were current a moment ago stay: something may just be starting from them.
  await run('build');
  expect(there()).toEqual([true, true, true]);
  for (const name of names) await setOld(join(folder, 'builds', name));
  await run('build');
  expect(there()).toEqual([true, false, true]);
  if (bridge !== undefined) await end(bridge);
  await run('build');
  expect(there()).toEqual([false, false, true]);
});

// Whoever runs the tests must be able to become another user.
const isRoot = process.getuid?.() === 0;
testUnless(
  isRoot ? undefined : 'root',
  'the build of a bridge stays whose user may write nothing there',
  async () => {
    await writeBridge();
    await run('build');
    const build = realpathSync(join(folder, 'dist'));
    await chmod(folder, 0o755);
    const bridge = await launch(['dist/main.js'], { uid: 65_534 });
    await write('B');
    await run('build');
    await setOld(build);
    await run('build');
    expect(existsSync(build)).toBe(true);
    await end(bridge);
    await run('build');
    expect(existsSync(build)).toBe(false);
  },
);

describe('what processes run from', () => {
  let proc: string;
  const folders = () => ['a', 'b'].map((name) => join(folder, name));

  /** A process as /proc shows it. */
  async function show(pid: number, words: readonly string[], open: readonly string[]) {
    const at = join(proc, String(pid));
    await mkdir(join(at, 'fd'), { recursive: true });
    await writeFile(join(at, 'cmdline'), `${words.join('\0')}\0`);
    await symlink(folder, join(at, 'cwd'));
    for (const [fd, path] of open.entries()) await symlink(path, join(at, 'fd', String(fd)));
  }

  beforeEach(async () => {
    proc = join(folder, 'proc');
    for (const path of folders()) await mkdir(path);
    await show(1, ['init'], []);
    await show(2, [], []);
    await show(3, ['/usr/bin/node', '/srv/other.js'], ['/dev/null', join(folder, 'gone')]);
    await show(4, ['node', 'main.js'], ['/dev/null', join(folder, 'a')]);
  });

  test('is told by what they hold open', () => {
    expect(foldersInUse(folders(), proc)).toEqual(new Set([join(folder, 'a')]));
  });

  test.each<[string, () => Promise<void>]>([
    ['there is no /proc', () => rm(proc, { recursive: true })],
    ['those of others are hidden', () => rm(join(proc, '1'), { recursive: true })],
    [
      'one of Node may not be looked into',
      async () => {
        await rm(join(proc, '3/fd'), { recursive: true });
        // As little of a folder as one that may not be read.
        await writeFile(join(proc, '3/fd'), '');
      },
    ],
    [
      'one of ours does not say',
      () => show(5, ['node', join(projectRoot, 'src/setup/start.mjs')], ['/dev/null']),
    ],
  ])('cannot be told where %s', async (_where, change) => {
    await change();
    expect(foldersInUse(folders(), proc)).toBeUndefined();
  });
});

test('npm pack takes away nothing that runs', async () => {
  await writeBridge();
  await run('build');
  const dist = join(folder, 'dist');
  expect(await run('pack', ['before'])).toMatchObject({ code: 0 });
  expect(lstatSync(dist).isDirectory()).toBe(true);
  expect(existsSync(join(folder, 'npm-shrinkwrap.json'))).toBe(true);
  const bridge = await launch(['dist/main.js']);
  expect(await run('pack', ['after'])).toMatchObject({ code: 0, stderr: '' });
  expect(lstatSync(dist).isSymbolicLink()).toBe(true);
  expect(existsSync(join(folder, 'npm-shrinkwrap.json'))).toBe(false);

  expect(new Set(await buildsNow())).toEqual(
    new Set([basename(realpathSync(dist)), basename(await moved())]),
  );
  expect(existsSync(join(await moved(), 'main.js'))).toBe(true);
  await end(bridge);
});

test('a package is not taken for whole where something was built while it was packed', async () => {
  await run('pack', ['before']);
  await run('build');
  expect(await run('pack', ['after'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('pack again'),
  });
});

test('a build beside one that is not old yet and runs still cleans away what is', async () => {
  await writeBridge();
  await run('build');
  const bridge = await launch(['dist/main.js']);
  await write('B');
  await run('build');
  const old = join(folder, 'builds', '0123456789abcdef');
  await mkdir(old);
  await setOld(old);
  await run('build');
  expect(existsSync(old)).toBe(false);
  await end(bridge);
});

test('help installs and builds nothing', async () => {
  await rm(join(folder, 'node_modules/.casement-lock'));
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = Object.values(scripts).flatMap(
    (line) => /node src\/(?:workshop\/)?setup\/(\w+)\.mjs$/.exec(line)?.[1] ?? [],
  );
  expect(named).toEqual(expect.arrayContaining(['start', 'test', 'cli', 'before', 'races']));
  for (const script of named) {
    // These are told by the source itself, which is not in this project.
    if (['races', 'fuzz', 'outages'].includes(script)) continue;
    const { code, stdout } = await run(script, ['--help']);
    expect({ script, code, said: stdout !== '' }).toEqual({ script, code: 0, said: true });
  }
  expect(existsSync(join(folder, 'builds'))).toBe(false);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

const environment = () => ({ PATH: process.env['PATH'], HOME: folder });
/** Waits for what a process beside this one does, for which a busy machine takes its time. */
const untilIt = (does: () => boolean): Promise<true> => until(does, 60_000, { intervalMs: 2 });

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
  await untilIt(() => existsSync(join(folder, 'builds')));
  child.kill('SIGUSR1');
  child.kill('SIGUSR2');
  expect(await ended).toEqual([0, null]);
  expect(said).toBe('started\n');
  const stop: unknown = JSON.parse(readFileSync(join(folder, 'data/stopped.json'), 'utf8'));
  expect(stop).toMatchObject({ version: 1, reason: 'signal SIGUSR2' });
});

test.each(['while it still builds', 'once it runs'])(
  'a stop that cannot be kept, asked for %s, reaches the bridge, which it does not end',
  async (when) => {
    await writeFile(
      join(folder, 'src/main.ts'),
      `process.on('SIGUSR2', (signal) => {
  console.log('heard ' + signal);
  setTimeout(() => process.exit(0), 50);
});
console.log('up');
setInterval(() => undefined, 1_000);\n`,
    );
    // As on a full disk: nothing can be written where the data belongs.
    await writeFile(join(folder, 'data'), '');
    const child = spawn(process.execPath, ['src/setup/start.mjs'], {
      cwd: folder,
      env: environment(),
    });
    running.add(child);
    let [said, told] = ['', ''];
    child.stdout.on('data', (part) => (said += String(part)));
    child.stderr.on('data', (part) => (told += String(part)));
    const ended = once(child, 'close');
    const isDue = () =>
      when === 'once it runs' ? said !== '' : existsSync(join(folder, 'builds'));
    await untilIt(isDue);
    child.kill('SIGUSR2');
    expect(await ended).toEqual([0, null]);
    expect(said).toBe('up\nheard SIGUSR2\n');
    expect(told).toContain('the stop could not be kept in a file');
  },
);

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
    await untilIt(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
    const pid = Number(readFileSync(file, 'utf8'));
    const ended = once(npm, 'close');
    npm.kill(signal);
    await ended;
    await untilIt(() => !isAlive(pid));
    // One process below npm, and no shell in between.
    expect(pid).not.toBe(npm.pid);
  },
);
