/**
 * After a loss, or by one reading of the clock, what had been taken away came back, or was dropped.
 *
 * @takes 25 s
 */
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openWorkplace, type Workplace } from '../../testing/bridge-process.ts';
import { checkout } from '../../testing/checkout.ts';
import { runCommand } from '../../testing/run-command.ts';

jest.setTimeout(240_000);

const cli = new URL('src/cli/main.ts', checkout);

let place: Workplace;
let data: string;
beforeEach(async () => {
  place = await openWorkplace();
  data = join(place.folder, 'data');
});
afterEach(() => place.close());

async function casement(args: readonly string[], input = ''): Promise<number | null> {
  const env = { PATH: process.env['PATH'], DATA_DIR: data };
  return (await runCommand(cli, args, { cwd: place.folder, env, input })).code;
}

/** Whether the bridge starts on the folder as it is now. */
const starting = (env: Record<string, string> = {}): Promise<string> =>
  place.start(env).then(
    () => 'it runs',
    () => 'refused',
  );

/** Without the socket that a bridge leaves which is killed. */
function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.sock') });
}

/** Runs a bridge, copies its folder, and takes an account's links away afterwards. */
async function copiedThenRevoked(env: Record<string, string> = {}): Promise<string> {
  const first = await place.start(env);
  await first.end('SIGTERM');
  const copy = join(place.folder, 'copy');
  copyFolder(data, copy);
  const next = await place.start(env);
  expect(await casement(['account', 'unlink', next.demo.accounts[0]?.email ?? ''])).toBe(0);
  await next.end('SIGTERM');
  return copy;
}

test('a database put back by hand, older than its own record, does not start', async () => {
  const copy = await copiedThenRevoked();
  for (const name of ['casement.db', 'casement.db-wal', 'casement.db-shm']) {
    rmSync(join(data, name), { force: true });
    if (existsSync(join(copy, name))) cpSync(join(copy, name), join(data, name));
  }
  expect(await starting()).toBe('refused');
});

test('nor does a folder put back as a whole, where a counter is kept elsewhere', async () => {
  const env = { RESTORE_COUNTER_FILE: join(place.folder, 'counter.json') };
  const copy = await copiedThenRevoked(env);
  rmSync(data, { recursive: true });
  copyFolder(copy, data);
  expect(await starting(env)).toBe('refused');
});

test('a key file that is missing is no reason to make another one', async () => {
  await (await place.start()).end('SIGTERM');
  rmSync(join(data, 'keys.json'));
  await starting();
  expect(existsSync(join(data, 'keys.json'))).toBe(false);
});

test('one start with the clock ahead does not drop the record', async () => {
  await (await place.start()).end('SIGTERM');
  const files = readdirSync(join(data, 'audit')).filter((name) => name.endsWith('.jsonl'));
  expect(files).not.toEqual([]);
  const days = 100 * 24 * 3_600_000;
  const preload = `data:text/javascript,const%20now=Date.now;Date.now=()=>now()+${days}`;
  const ahead = await place.start({ NODE_OPTIONS: `--import=${preload}` });
  await ahead.end('SIGTERM');
  expect(readdirSync(join(data, 'audit'))).toEqual(expect.arrayContaining(files));
});

test('keys can be rotated while the bridge runs', async () => {
  await place.start();
  expect(await casement(['keys', 'rotate'])).toBe(0);
});

test('a backup can be made beside a running bridge', async () => {
  await place.start();
  const file = join(place.folder, 'backup');
  const phrase = 'a phrase of five plain words';
  expect(await casement(['backup', file, '--pass-phrase-stdin'], phrase)).toBe(0);
  expect(existsSync(file)).toBe(true);
});
