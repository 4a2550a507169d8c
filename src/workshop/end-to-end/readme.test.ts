/**
 * README from the demo to a real camera, its lines as they stand there, in a copy of the source.
 *
 * @takes 22 s
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { freePort } from '../../common/free-port.ts';
import { simulateCameras, type SimulatedSite } from '../../simulator/camera/simulate.ts';
import { loadClips } from '../../simulator/clips/clip.ts';
import { projectRoot } from '../../common/project-root.ts';
import { listenTo } from '../testing/started.ts';
import { copyBuiltSource } from '../testing/source-copy.ts';

jest.setTimeout(300_000);

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
/** What is to be typed, block by block. */
const blocks = [...readme.matchAll(/^( *)```\n(.*?)^\1```$/gms)].map(([, indent = '', text = '']) =>
  text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
);

/** The one block that holds `part`; it may stand there more than once. */
function block(part: string): string {
  const found = new Set(blocks.filter((text) => text.includes(part)));
  expect([part, found.size]).toEqual([part, 1]);
  return [...found][0] ?? '';
}
/** The one line of a block that holds `part`. */
const line = (part: string): string =>
  block(part)
    .split('\n')
    .find((text) => text.includes(part)) ?? '';

let folder: string;
let port: number;
let site: SimulatedSite;
const running: ChildProcess[] = [];

function shell(text: string): ChildProcess {
  const child = spawn('sh', ['-c', `${block('casement() { node')}${text}`], {
    cwd: folder,
    detached: true,
    // Nothing of the tests' own surroundings decides what is started, or on which data.
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      PORT: String(port),
      npm_config_registry: 'http://127.0.0.1:9/',
    },
  });
  running.push(child);
  return child;
}

/** As Ctrl-C: to all that was started from there. */
function interrupt({ pid }: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): void {
  if (pid !== undefined) process.kill(-pid, signal);
}

/** Runs what is typed, with what is answered when it asks; returns both streams. */
async function typed(
  text: string,
  input = '',
): Promise<{ code: unknown; out: string; err: string }> {
  const child = shell(text);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (part) => (out += String(part)));
  child.stderr?.on('data', (part) => (err += String(part)));
  child.stdin?.on('error', () => undefined).end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** What is started and runs on, once it says `word`; ends it by Ctrl-C. */
async function started(text: string, word: string): Promise<() => Promise<void>> {
  const child = shell(`exec ${text}`);
  await listenTo(child).until((output) => output.includes(word));
  return async () => {
    const ended = once(child, 'close');
    interrupt(child);
    await ended;
  };
}

beforeAll(async () => {
  folder = scratchFolder('readme');
  await copyBuiltSource(folder);
  port = await freePort();
  const [clip] = loadClips();
  if (clip === undefined) throw new Error('no clips');
  const auth = { scheme: 'digest', user: 'viewer', password: 'tall oak' } as const;
  site = await simulateCameras([{ clip, auth, path: '/stream2', serial: 'not of the demo' }]);
});
afterAll(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) interrupt(child, 'SIGKILL');
  }
  await site.close();
  removeFolder(folder);
});

test('from the demo to a real bridge with a camera that is bound, word for word', async () => {
  const url = site.cameras[0]?.url ?? '';
  const endDemo = await started(line('npm start'), 'Casement is running');
  // A camera of one's own in the demo, as it runs.
  const own = await typed(line('--name "Mine"'), `${url}\n`);
  expect(own).toMatchObject({ code: 0, out: expect.stringMatching(/^d_\S+\n$/) });
  await endDemo();

  expect(await typed(block('cp .env.example .env'))).toMatchObject({ code: 0 });
  const settings = {
    PUBLIC_URL: 'https://cameras.example.net',
    GOOGLE_PROJECT_ID: 'my-home-cameras',
    OAUTH_CLIENT_ID: 'google-home',
    OAUTH_CLIENT_SECRET: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
    VIRTUAL_DISPLAY: 'on',
    TRIPWIRE: 'off',
  };
  let text = await readFile(join(folder, '.env'), 'utf8');
  for (const [name, value] of Object.entries(settings)) {
    text = text.replace(new RegExp(`^#?${name}=.*$`, 'm'), `${name}=${value}`);
  }
  await writeFile(join(folder, '.env'), text);

  // As a script does it: here is no terminal to be asked at.
  const account = await typed(`${line('account add you@')} --password-stdin`, 'a long password\n');
  expect(account).toMatchObject({ code: 0, out: expect.stringMatching(/^a_\S+\n$/) });
  expect(account.err).not.toContain("demo's data");
  const added = await typed(line('--name "Front door"'), `${url}\n`);
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^d_\S+\n$/) });
  expect(added.err).toMatch(/answers/);
  const listed = await typed(line('camera list'));
  expect(listed.out).toMatch(/Front door/);
  // From elsewhere, too, whatever is written there.
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(join(folder, 'elsewhere/.env'), 'DATA_DIR=./nowhere\n');
  const fromThere = await typed(`cd elsewhere\n${line('camera list')}`);
  expect(fromThere).toMatchObject({ code: 0, out: listed.out });
  const named = await typed('cd elsewhere\ncasement camera list --data-dir ../bridge-data\n');
  expect(named).toMatchObject({ code: 0, out: listed.out });

  const endBridge = await started(line('npm start'), '"msg":"listening"');
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(ready.status).toBe(200);
  const page = await fetch(`http://127.0.0.1:${port}/display`);
  expect(await page.text()).toContain('Link this display');
  await endBridge();
});
