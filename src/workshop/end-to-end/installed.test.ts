/**
 * Commands on an installed bridge (a folder with its own build, started by `src/setup/start.mjs`) while its
 * source changes, another copy of it builds, and other commands run; and beside a start.
 *
 * @takes 43 s
 * @computes
 */
import { execFile, spawn, type ExecFileException } from 'node:child_process';
import { appendFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { demoOf, listenTo, type Started } from '../testing/started.ts';
import { readDemoFile, type DemoFile } from '../../simulator/demo/demo-file.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { link } from '../../simulator/client/link.ts';
import { intendAt } from '../testing/intend.ts';
import { copyBuiltSource } from '../testing/source-copy.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(300_000);

let folder: string;
let bridge: Started | undefined;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = () => ({
  PATH: process.env['PATH'],
  HOME: folder,
  PORT: '0',
  npm_config_registry: 'http://127.0.0.1:9/',
});

function script(name: string, ...args: readonly string[]): Promise<Ran> {
  const options = { cwd: folder, env: environment() };
  return new Promise((resolve) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string): void =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    execFile(process.execPath, [`src/setup/${name}.mjs`, ...args], options, ended);
  });
}
const casement = (...args: readonly string[]): Promise<Ran> => script('cli', ...args);

function start(): void {
  bridge = listenTo(
    spawn(process.execPath, ['src/setup/start.mjs'], { cwd: folder, env: environment() }),
  );
}

async function up(): Promise<DemoFile> {
  if (bridge === undefined) throw new Error('nothing was started');
  return demoOf(bridge, join(folder, 'data'));
}

const stop = async (): Promise<void> => void (await bridge?.end('SIGTERM'));

beforeAll(async () => {
  folder = scratchFolder('installed');
  await copyBuiltSource(folder);
  expect((await script('build')).stdout).toContain('built in');
});
afterAll(async () => {
  await stop();
  removeFolder(folder);
});

/** The commands, with what each is to answer beside a bridge that was heard. */
function commands(demo: DemoFile): readonly (readonly [readonly string[], RegExp])[] {
  const [birch, harbour] = demo.accounts;
  const [door] = birch?.cameras ?? [];
  const [id, url] = [door?.deviceId ?? '', 'rtsp://127.0.0.1:9/none'];
  return [
    [['suspend', '--all', '--json'], /"bridge":"acted"/],
    [['account', 'list', '--json'], /birch@/],
    [['camera', 'list', '--json'], new RegExp(id)],
    [['audit', 'exposure', '--since', '1h', '--json'], /"verified":true/],
    [['resume', '--all', '--json'], /"resumed"|"bridge"/],
    [['camera', 'source', id, '--rtsp', url, '--no-check', '--json'], /"bridge":"acted"/],
    [['account', 'unlink', harbour?.email ?? '', '--json'], /"bridge":"acted"/],
  ];
}

test('all are answered rightly while another copy builds and other commands run', async () => {
  start();
  const demo = await up();
  const [birch] = demo.accounts;
  const camera = birch?.cameras[1]?.deviceId ?? '';
  const account = { email: birch?.email ?? '', password: birch?.password ?? '' };
  const linked = await link({ origin: demo.origin, ...demo.oauth, ...account });
  const asker = { intend: intendAt(demo.origin) };
  const { url } = await openStream(asker, linked.accessToken, camera, 'hls');
  expect((await fetch(url)).status).toBe(200);

  const started = await readlink(join(folder, 'dist'));
  await appendFile(join(folder, 'src/cli/table.ts'), '\n// Another edition.\n');
  const others = [script('build'), casement('account', 'list'), casement('camera', 'list')];
  for (const [args, answer] of commands(demo)) {
    const ran = await casement(...args);
    expect({ args, ...ran }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(answer),
      stderr: "casement: ./data is the demo's data\n",
    });
    if (args[0] === 'suspend') expect((await fetch(url)).status).toBe(404);
  }
  expect((await Promise.all(others)).map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await readlink(join(folder, 'dist'))).not.toBe(started);
  // The build that the bridge runs from goes on being what commands run beside it.
  const { stdout } = await casement('--version');
  expect((await fetch(`${demo.origin}/readyz`)).status).toBe(200);
  expect(stdout).toMatch(/\S/);
});

test('beside a start each is answered: acted, or written although it was not heard', async () => {
  await stop();
  const demo = readDemoFile(join(folder, 'data', demoFileName));
  if (demo === undefined) throw new Error('no demo was started');
  start();
  let suspended: Promise<unknown> = Promise.resolve();
  const asked = commands(demo).map(async ([args]) => {
    // What is not suspended yet cannot be resumed.
    if (args[0] === 'resume') await suspended;
    const ran = casement(...args);
    if (args[0] === 'suspend') suspended = ran;
    return { args, ...(await ran) };
  });
  for (const { args, code, stdout, stderr } of await Promise.all(asked)) {
    const said = { args, code, stdout, stderr };
    expect(said).toEqual({ ...said, stdout: expect.stringMatching(/^[[{]/) });
    expect([0, 3]).toContain(code);
    if (code === 3) expect(said).toMatchObject({ stderr: expect.stringContaining('unheard') });
  }
  await up();
  // Whatever came first: what was asked for last holds, also for what was said before it was up.
  expect((await casement('suspend', '--all', '--json')).stdout).toMatch('"bridge":"acted"');
  expect((await casement('resume', '--all', '--json')).code).toBe(0);
});
