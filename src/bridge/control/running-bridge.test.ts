/** What a bridge says of itself, and what it clears away after one that was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { noteLeaving, noteRunning, readRunning, stayingBridge } from './running-bridge.ts';

let folder: string;
let data: string;
/** The folder of a socket whose path is too long beside the data. */
let short: string;

beforeEach(() => {
  folder = scratchFolder('running');
  [data, short] = [join(folder, 'data'), join(folder, 'casement-AbC123')];
  for (const path of [data, short]) mkdirSync(path);
  writeFileSync(join(short, 's'), '');
});
afterEach(() => removeFolder(folder));

/** `bridge.json` as the process `pid` left it. */
const left = (pid: number, socket = join(short, 's')): void =>
  writeFileSync(
    join(data, 'bridge.json'),
    JSON.stringify({ version: 1, pid, build: folder, socket, since: 1 }),
  );

async function goneProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid ?? 0;
}

const begin = () => noteRunning(data, join(data, 'control.sock'), () => 5);

test('it is there until it is taken back', () => {
  const takeBack = begin();
  expect(readRunning(data)).toMatchObject({ pid: process.pid, since: 5 });
  takeBack();
  expect(readdirSync(data)).toEqual([]);
});

test.each([
  ['another process', goneProcess],
  ['the same process id', async () => process.pid],
])('the folder of the socket of a bridge that was killed goes, by %s', async (_by, pid) => {
  left(await pid());
  begin();
  expect(existsSync(short)).toBe(false);
});

test('that of one that lives stays: the data may be a copy of that bridge’s', () => {
  left(process.ppid);
  begin();
  expect(existsSync(join(short, 's'))).toBe(true);
});

test('nothing else goes, whatever the file says', async () => {
  const pid = await goneProcess();
  const other = join(folder, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 's'), '');
  left(pid, join(other, 's'));
  begin()();
  expect(readdirSync(other)).toEqual(['s']);
  writeFileSync(join(short, 'more'), '');
  left(pid);
  begin()();
  expect(existsSync(join(short, 'more'))).toBe(true);
  left(pid, join(folder, 'casement-GoneXX', 's'));
  begin()();
});

test('another that runs stays, until it says that it is leaving', async () => {
  left(process.ppid);
  expect(stayingBridge(data)).toMatchObject({ pid: process.ppid });
  noteLeaving(data);
  expect(readRunning(data)).not.toHaveProperty('leaving');
  const other = JSON.parse(readFileSync(join(data, 'bridge.json'), 'utf8')) as object;
  writeFileSync(join(data, 'bridge.json'), JSON.stringify({ ...other, leaving: true }));
  expect(stayingBridge(data)).toBeUndefined();
  left(await goneProcess());
  expect(stayingBridge(data)).toBeUndefined();
  begin();
  expect(stayingBridge(data)).toBeUndefined();
  noteLeaving(data);
  expect(readRunning(data)).toMatchObject({ pid: process.pid, leaving: true });
});
