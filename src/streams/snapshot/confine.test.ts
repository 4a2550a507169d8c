import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { testUnless } from '../../testing/needs.ts';
import { spawnConfined, type SystemUser } from './confine.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-confine-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a confined shell prints, and how it ends. */
async function ran(script: string, user?: SystemUser) {
  const signal = AbortSignal.timeout(25_000);
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
  expect(output.trim().split('\n').map(Number)).toEqual([5, data, 3 * data, 64, 0, data]);
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
