/** What one account sees, in SQLite. */
import { DeviceId } from '../../identity/ids.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import type { Engine } from './engine.ts';
import { mapped, mappedRows, ownRow, type MappedRow } from './mapped-row.ts';

/** Returns the operations on the entries of an account. */
export function createOwnEntries(
  engine: Engine,
): Pick<OwnOperations, 'entry' | 'entries' | 'rename' | 'removeEntry' | 'strangers'> {
  const entry = engine.prepare<[string, string], MappedRow>(ownRow);
  const entries = engine.prepare<[string], MappedRow>(
    `${mappedRows} WHERE e.account = ? ORDER BY e.position`,
  );
  const rename = engine.prepare<[string, string | null, string, string, string]>(
    'UPDATE entries SET name = ?, room = ?, nicknames = ? WHERE account = ? AND device = ?',
  );
  const removeEntry = engine.prepare<[string, string]>(
    'DELETE FROM entries WHERE account = ? AND device = ?',
  );
  const strangers = engine.prepare<[string], { device: string }>(
    `SELECT e.device FROM entries e WHERE e.account = ? AND EXISTS (
       SELECT 1 FROM pins p WHERE p.camera = e.camera AND p.stranger IS NOT NULL
     ) ORDER BY e.position`,
  );
  return {
    entry: (account, device) =>
      engine.read(() => {
        const row = entry.get(account, device);
        return row && mapped(row);
      }),
    entries: (account) => engine.read(() => entries.all(account).map(mapped)),
    rename: (account, device, { name, room, nicknames }) =>
      engine.write(
        () =>
          rename.run(name, room ?? null, JSON.stringify(nicknames), account, device).changes > 0,
      ),
    removeEntry: (account, device) =>
      engine.write(() => removeEntry.run(account, device).changes > 0),
    strangers: (account) =>
      engine.read(() => strangers.all(account).map(({ device }) => DeviceId(device))),
  };
}
