import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { isThere } from './is-there.ts';

const nobody = 65_534;
let folder: string;

beforeEach(() => {
  folder = scratchFolder('there');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  removeFolder(folder);
});

/** `work`, done by a user who may not look into the folder. */
function asAnother<T>(work: () => T): T {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0);
    return work();
  }
  process.seteuid?.(nobody);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

test('what is there, what is not, and what may not be looked at', () => {
  const file = join(folder, 'casement.db');
  expect(isThere(file)).toBe(false);
  expect(isThere(join(folder, 'none', 'casement.db'))).toBe(false);
  writeFileSync(file, '');
  expect(isThere(file)).toBe(true);
  expect(isThere(join(file, 'casement.db'))).toBe(false);
  const looked = () => asAnother(() => isThere(file));
  expect(looked).toThrow('permission denied');
  expect(looked).toThrow('run this as the user that the bridge runs as');
});
