/**
 * @takes 68 s
 * @computes
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeContract } from '../store.contract.ts';
import type { Store } from '../store.ts';
import { openSqlite } from './open.ts';

storeContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'casement-store-'));
  const opened: Store[] = [];
  return {
    open: async (now = Date.now, reached = () => Infinity) => {
      const store = openSqlite({ file: join(folder, 'data', 'casement.sqlite'), now, reached });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      for (const store of opened) await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
