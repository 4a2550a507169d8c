/**
 * E-mail addresses that look like somebody else's.
 *
 * @takes 9 s
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { checkout } from '../../testing/checkout.ts';
import { runTs } from '../../testing/run-ts.ts';

jest.setTimeout(120_000);

let folder: string;
beforeAll(async () => {
  folder = scratchFolder('look-alikes');
  const said = await add('josé@example.net');
  if (said !== 'added') throw new Error(said);
});
afterAll(() => removeFolder(folder));

/** `casement account add`: whether it was added, else why not. */
async function add(email: string): Promise<string> {
  const args = ['account', 'add', email, '--name', 'José', '--password-stdin'];
  const env = { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data') };
  const input = 'a window in the morning\n';
  const cli = new URL('src/cli/main.ts', checkout);
  const { code, stderr } = await runTs(cli, args, { cwd: folder, env, input });
  if (code === 0) return 'added';
  return /exists already|cannot be seen|looks like/.exec(stderr)?.[0] ?? stderr;
}

test.each([
  ['decomposed', 'jose\u0301@example.net', 'exists already'],
  ['with a space of no width', 'jos\u200bé@example.net', 'cannot be seen'],
  ['with a Cyrillic letter', 'j\u043esé@example.net', 'looks like'],
  ['turned round', '\u202ejosé@example.net', 'cannot be seen'],
])('the address of another account is not added once more, %s', async (_how, email, why) => {
  expect(await add(email)).toBe(why);
});
