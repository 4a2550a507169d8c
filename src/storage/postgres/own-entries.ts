/** What one account sees, in PostgreSQL. */
import { DeviceId } from '../../identity/ids.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import type { Engine } from './engine.ts';
import { mapped, type MappedRow } from './mapped-row.ts';

/** Returns the operations on the entries of an account. */
export function createOwnEntries(
  engine: Engine,
): Pick<OwnOperations, 'entry' | 'entries' | 'rename' | 'removeEntry' | 'strangers'> {
  return {
    async entry(account, device) {
      const row = await engine.row<MappedRow>('entry', account, device);
      return row && mapped(row);
    },
    entries: async (account) =>
      (await engine.rows<MappedRow>('entries_of_account', account)).map(mapped),
    rename: (account, device, { name, room, nicknames }) =>
      engine.value('entry_rename', account, device, name, room ?? null, JSON.stringify(nicknames)),
    removeEntry: (account, device) => engine.value('entry_remove', account, device),
    strangers: async (account) =>
      (await engine.rows<{ device: string }>('strangers_of', account)).map(({ device }) =>
        DeviceId(device),
      ),
  };
}
