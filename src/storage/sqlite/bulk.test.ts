import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { newAccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';
import { writeInBulk } from './bulk.ts';
import { openSqlite } from './open.ts';
import { allAccounts } from '../contract/whole.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = scratchFolder('bulk');
  file = join(folder, 'data', 'casement.db');
});
afterEach(() => removeFolder(folder));

const account = (email: string): AccountRecord => ({
  id: newAccountId(),
  name: 'Birch',
  email,
  passwordHash: 'none',
  createdAt: 1,
});

async function emails(): Promise<string[]> {
  const store = openSqlite({ file });
  const list = await allAccounts(store);
  await store.close();
  return list.map(({ email }) => email).toSorted();
}

test('everything is there afterwards, and nothing can be seen before', async () => {
  expect(await emails()).toEqual([]);
  await writeInBulk(file, async (store) => {
    await store.operator.accounts.add(account('a@example.net'));
    expect(await emails()).toEqual([]);
    await store.operator.accounts.add(account('b@example.net'));
  });
  expect(await emails()).toEqual(['a@example.net', 'b@example.net']);
});

test('an operation that is refused undoes itself, not the others', async () => {
  await writeInBulk(file, async (store) => {
    await store.operator.accounts.add(account('a@example.net'));
    await expect(store.operator.accounts.add(account('a@example.net'))).rejects.toThrow(
      'exists already',
    );
  });
  expect(await emails()).toEqual(['a@example.net']);
});

test('work that rejects leaves nothing behind', async () => {
  const work = writeInBulk(file, async (store) => {
    await store.operator.accounts.add(account('a@example.net'));
    throw new Error('no more');
  });
  await expect(work).rejects.toThrow('no more');
  expect(await emails()).toEqual([]);
});
