import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { type DotEnv, noDotEnv, readDotEnv, strangeNames, withPlaces } from './dotenv.ts';

const complaints = (name: string) =>
  strangeNames({ values: {}, lines: new Map([[name, 3]]) }, ['PORT']);

test('a name that no setting has is complained of; one of Node’s says where it goes', () => {
  expect(complaints('PORT')).toEqual([]);
  expect(complaints('PROT')).toEqual(['PROT: is not a setting of Casement']);
  expect(complaints('NODE_EXTRA_CA_CERTS')[0]).toMatch(
    /^NODE_EXTRA_CA_CERTS: is Node's own: it goes into the environment, .*Environment=NODE_EXTRA_CA_CERTS=/,
  );
});

test('it is known whether every user of the machine may read the file', async () => {
  const folder = scratchFolder('dotenv');
  const file = join(folder, '.env');
  await writeFile(file, 'PORT=1\n');
  const found: unknown[] = [];
  for (const mode of [0o600, 0o640, 0o644]) {
    await chmod(file, mode);
    found.push(readDotEnv(file).isOpenToAll);
  }
  removeFolder(folder);
  expect(found).toEqual([false, false, true]);
});

test('a complaint says where the setting stands: in the environment before .env', () => {
  const lines = new Map([['PORT', 3]]);
  const told = (environment: Record<string, string>, dotEnv: DotEnv = { values: {}, lines }) =>
    withPlaces('no:\n  PORT: must be a number', dotEnv, environment).split('\n')[1];
  expect(told({})).toBe('  PORT (.env line 3): must be a number');
  expect(told({ PORT: 'x' })).toBe('  PORT (in the environment): must be a number');
  expect(told({}, noDotEnv)).toBe('  PORT (not set in .env): must be a number');
});
