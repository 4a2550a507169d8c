import { expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { registerAccount } from './account/account.ts';
import { run } from './program.ts';

test('the data folder is closed when a command is done, and when it failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'casement-leaf-'));
  async function casement(args: readonly string[], input = ''): Promise<number> {
    const stdin = new PassThrough();
    stdin.end(input);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const context = { env: { DATA_DIR: folder }, stdin, stdout, stderr };
    return run(args, context, [registerAccount]);
  }
  const add = ['account', 'add', 'a@b', '--name', 'A', '--password-stdin'];
  expect(await casement(add, 'correct horse battery')).toBe(0);
  // An open connection keeps its log beside the file.
  expect((await readdir(folder)).toSorted()).toEqual(['casement.db', 'keys.json']);
  expect(await casement(['account', 'unlink', 'nobody@b'])).toBe(1);
  expect((await readdir(folder)).toSorted()).toEqual(['casement.db', 'keys.json']);
  await rm(folder, { recursive: true });
});
