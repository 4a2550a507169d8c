import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open as openFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { freePort } from '../../../common/free-port.ts';
import { testUnless } from '../../../workshop/testing/needs.ts';
import { createWebRtcEngine } from '../webrtc/engine.ts';
import { spawnConfined, type SystemUser } from './confine.ts';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('confine');
});
afterEach(() => removeFolder(folder));

const hasProc = existsSync('/proc/self/fd') ? undefined : '/proc';

/** What a confined shell prints, and how it ends. */
async function ran(script: string, user?: SystemUser, signal = AbortSignal.timeout(25_000)) {
  const child = spawnConfined('/bin/sh', ['-c', script], signal, user);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close');
  // Begins when it is spoken to: it is niced by then.
  // It may be gone before it is.
  child.stdin.on('error', () => undefined);
  child.stdin.end('go\n');
  const [code, killedBy] = (await ended) as [number | null, string | null];
  return { output, code, killedBy };
}

test('it runs with hard limits of processor time, memory, files and dumps', async () => {
  const kinds = ['-H -t', '-H -d', '-H -v', '-H -n', '-H -c', '-S -d'];
  const { output } = await ran(kinds.map((kind) => `ulimit ${kind}`).join('; '));
  const data = 512 * 1024;
  expect(output.trim().split('\n').map(Number)).toEqual([
    5,
    data,
    3 * data,
    expect.any(Number),
    0,
    data,
  ]);
});

testUnless(hasProc, 'it opens 64 files beside those that it was given', async () => {
  const { output } = await ran('ulimit -H -n; ls /proc/self/fd | wc -l');
  const [most = 0, open = 0] = output.trim().split('\n').map(Number);
  // One is that which lists them, and the first has the number 0.
  expect(most - open).toBe(63);
});

test('memory beyond the limit is not had', async () => {
  const allocate = (mib: number): string => `dd if=/dev/zero of=/dev/null bs=${mib}M count=1`;
  expect(await ran(allocate(300))).toMatchObject({ code: 0 });
  expect(await ran(allocate(600))).toMatchObject({ code: 1 });
});

test('it comes after everything else in turn', async () => {
  const { output } = await ran('read go; cut -d " " -f 19 /proc/self/stat');
  expect(Number(output)).toBe(10);
});

test('it has no environment, and stands in no folder of ours', async () => {
  const { output } = await ran('pwd; /usr/bin/env');
  const [place, ...names] = output.trim().split('\n');
  expect(place).toBe('/');
  const ofTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_'];
  expect(names.filter((line) => !ofTheShell.includes(line.split('=')[0] ?? ''))).toEqual([]);
});

/** Resolves when a process has ended; it may be there until somebody asks how. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    if (/\) [ZX]/.test(stat)) return;
    await sleep(5);
  }
}

const aside = 'sleep 60 </dev/null >/dev/null & echo $!';

testUnless(hasProc, 'what it has started and left behind ends with it', async () => {
  const { output, code } = await ran(aside);
  expect(code).toBe(0);
  await gone(Number(output));
});

testUnless(hasProc, 'and is killed with it', async () => {
  const over = new AbortController();
  const running = ran(`${aside}; read line; ${aside}; exec sleep 60`, undefined, over.signal);
  await sleep(0);
  over.abort();
  const { killedBy, output } = await running;
  expect(killedBy).toBe('SIGKILL');
  for (const pid of output.trim().split('\n').filter(Boolean)) await gone(Number(pid));
});

testUnless(
  hasProc,
  'it has no descriptor of ours, such as the socket of all WebRTC displays',
  async () => {
    // All files here are closed for children by Node; the engine's are not.
    const list = 'ls -l /proc/self/fd';
    async function others(): Promise<string[]> {
      const { output } = await ran(list);
      const lines = output.trim().split('\n');
      expect(lines.length).toBeGreaterThan(3);
      return lines.filter((line) => / (\d\d+|[3-9]) -> (?!\/dev\/null|\/proc\/)/.test(line));
    }
    const open = async () =>
      createWebRtcEngine({ udpPort: await freePort(), connectTimeoutMs: 1_000, maxPeers: 1 });
    const engine = await open();
    expect(await others()).toEqual([]);
    await engine.close();
    // Beyond what is masked it does not run, once.
    const mask = Number((await ran('ulimit -H -n')).output) - 65;
    const files = [await openFile('/dev/null')];
    while ((files.at(-1)?.fd ?? 0) < mask) files.push(await openFile('/dev/null'));
    const far = await open();
    try {
      expect(await ran(list)).toMatchObject({ code: 97, output: '' });
      expect(await others()).toEqual([]);
    } finally {
      await far.close();
      for (const file of files) await file.close();
    }
  },
);

const isRoot = process.getuid?.() === 0;
testUnless(
  isRoot ? undefined : 'root',
  'it runs as who it is told, in no group of root’s',
  async () => {
    const { output } = await ran('id -u; id -g; id -G', { uid: 65_534, gid: 65_534 });
    expect(output.trim().split('\n')).toEqual(['65534', '65534', '65534']);
  },
);

testUnless(
  isRoot ? undefined : 'root',
  'it cannot read what only the bridge’s user may',
  async () => {
    const file = join(folder, 'keys.json');
    await writeFile(file, 'secret', { mode: 0o600 });
    expect(await ran(`cat ${file}`)).toMatchObject({ output: 'secret', code: 0 });
    expect(await ran(`cat ${file}`, { uid: 65_534, gid: 65_534 })).toMatchObject({
      output: '',
      code: 1,
    });
  },
);
