import { expect, test } from '@jest/globals';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { atHome, withDotEnv } from './context.ts';

test('.env fills up the environment and never overrules it', async () => {
  const folder = scratchFolder('env');
  expect(withDotEnv({ PORT: '1' }, folder)).toEqual({ PORT: '1' });
  await writeFile(join(folder, '.env'), 'PORT=2\n# a remark\nDATA_DIR="/var/lib/casement"\n');
  expect(withDotEnv({ PORT: '1' }, folder)).toEqual({ PORT: '1', DATA_DIR: '/var/lib/casement' });
  await rm(join(folder, '.env'));
  await mkdir(join(folder, '.env'));
  expect(() => withDotEnv({}, folder)).toThrow(
    /cannot be read.*; run this as the user that the bridge runs as$/,
  );
  removeFolder(folder);
});

test('a command that is given elsewhere has the settings and the data of its home', async () => {
  const home = scratchFolder('home');
  expect(atHome({ PORT: '1' }, home)).toEqual({ PORT: '1', DATA_DIR: join(home, 'data') });
  const text = 'DATA_DIR=./bridge-data\nKEYS_FILE=/run/keys.json\nPORT=2\n';
  await writeFile(join(home, '.env'), text);
  expect(atHome({ PORT: '1' }, home)).toEqual({
    PORT: '1',
    DATA_DIR: join(home, 'bridge-data'),
    KEYS_FILE: '/run/keys.json',
  });
  // What is exported is meant as the shell means it.
  expect(atHome({ DATA_DIR: './here' }, home)).toMatchObject({ DATA_DIR: './here' });
  removeFolder(home);
});
