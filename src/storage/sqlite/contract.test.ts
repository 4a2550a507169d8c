/**
 * @takes 26 s
 * @computes
 */
import { join } from 'node:path';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { storeContract } from '../store.contract.ts';
import type { Store } from '../store.ts';
import { openSqlite } from './open.ts';

storeContract('SQLite', async () => {
  const folder = scratchFolder('store');
  const opened: Store[] = [];
  return {
    revisionOf: 'changes',
    open: async (now = Date.now, reached = () => Infinity) => {
      const store = openSqlite({ file: join(folder, 'data', 'casement.sqlite'), now, reached });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      for (const store of opened) await store.close();
      removeFolder(folder);
    },
  };
});
