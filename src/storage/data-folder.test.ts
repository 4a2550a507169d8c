/** Names that an earlier version knows, too. */
import { expect, test } from '@jest/globals';
import { dataFolder } from './data-folder.ts';

test('the lock has the name that it has had from the first version on: no two of them run on one folder', () => {
  expect(dataFolder('folder').lock).toBe('folder/audit.lock');
});

test('so have the database and the keys, which an upgrade finds where they are', () => {
  expect(dataFolder('folder')).toMatchObject({
    database: 'folder/casement.db',
    keys: 'folder/keys.json',
  });
});
