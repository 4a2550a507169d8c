/**
 * A restore that is killed while it puts its files in place, with real processes.
 *
 * @takes 24 s
 */
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openWorkplace, type Workplace } from '../testing/bridge-process.ts';
import { runCommand } from '../testing/run-command.ts';
import { spawnTs } from '../testing/run-ts.ts';

jest.setTimeout(240_000);

const cli = new URL('../../cli/main.ts', import.meta.url);
const input = 'birch and harbour';

let place: Workplace;
let data: string;
let file: string;

beforeEach(async () => {
  place = await openWorkplace();
  data = join(place.folder, 'data');
  file = join(place.folder, 'casement.backup');
});
afterEach(() => place.close());

const options = () => ({
  cwd: place.folder,
  env: { PATH: process.env['PATH'], DATA_DIR: data },
});
const casement = (...args: readonly string[]) => runCommand(cli, args, { ...options(), input });
const over = () => ['restore', file, '--pass-phrase-stdin', '--over'];

/** Kills a restore some moments after it has begun with its files; returns true if it was not done yet. */
async function killInTheMiddle(turns: number): Promise<boolean> {
  const asides = () => readdirSync(data).filter((name) => name.startsWith('before-restore-'));
  const before = asides().length;
  const running = spawnTs(cli, over(), options());
  running.stdin.end(input);
  const ended = once(running, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  while (running.exitCode === null && asides().length === before) await setImmediate();
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
  running.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL' && existsSync(join(data, 'restore-under-way'));
}

test('on what a killed restore left no bridge starts, and another restore mends it', async () => {
  const bridge = await place.start();
  expect(await casement('backup', file, '--pass-phrase-stdin')).toMatchObject({ code: 0 });
  await bridge.end('SIGTERM');
  const cutOff = expect.stringMatching(/a restore into \S+ was cut off: run .* --over/);
  let caught = 0;
  for (let turns = 0; turns < 40 && caught < 2; turns += 2) {
    if (!(await killInTheMiddle(turns))) continue;
    caught += 1;
    expect(readdirSync(data)).toContainEqual(expect.stringMatching(/^restoring-/));
    expect(await casement('account', 'list')).toMatchObject({ code: 1, stderr: cutOff });
    expect(await place.startRefused()).toMatchObject({ code: 1, output: cutOff });
  }
  expect(caught).toBeGreaterThan(0);
  expect(await casement(...over())).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(data)).not.toContainEqual(expect.stringMatching(/^restor/));
  expect(JSON.parse((await casement('audit', 'verify', '--json')).stdout)).toMatchObject({
    faults: [],
  });
  await (await place.start()).end('SIGTERM');
});
