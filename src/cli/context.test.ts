import { expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDotEnv } from './context.ts';

test('.env fills up the environment and never overrules it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'casement-env-'));
  expect(withDotEnv({ PORT: '1' }, folder)).toEqual({ PORT: '1' });
  await writeFile(join(folder, '.env'), 'PORT=2\n# a remark\nDATA_DIR="/var/lib/casement"\n');
  expect(withDotEnv({ PORT: '1' }, folder)).toEqual({ PORT: '1', DATA_DIR: '/var/lib/casement' });
  await rm(join(folder, '.env'));
  await mkdir(join(folder, '.env'));
  expect(() => withDotEnv({}, folder)).toThrow(/EISDIR/);
  await rm(folder, { recursive: true });
});
