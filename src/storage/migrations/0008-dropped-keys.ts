/**
 * Sealing keys that are no more: a key is dropped in the transaction that counts that nothing is sealed
 * with it, and from then on nothing can be. A command that began before may still hold it.
 */
import type { Migration } from './migration.ts';

/** Refuses a new value of `column` that is sealed with a dropped key. */
const guard = (table: string, column: string): string =>
  ['INSERT', `UPDATE OF ${column}`]
    .map(
      (change) => `
CREATE TRIGGER ${table}_${column}_${change.slice(0, 6).toLowerCase()}_key BEFORE ${change} ON ${table}
WHEN EXISTS (SELECT 1 FROM dropped_keys
  WHERE kid = substr(NEW.${column}, 1, instr(NEW.${column}, '.') - 1))
BEGIN
  SELECT RAISE(ABORT, 'sealed with a key that was dropped');
END;`,
    )
    .join('\n');

const table = `
CREATE TABLE dropped_keys (
  kid TEXT NOT NULL PRIMARY KEY,
  -- Milliseconds since 1970.
  at INTEGER NOT NULL
) STRICT;
`;

export const droppedKeys: Migration = {
  version: 8,
  name: 'dropped keys',
  sql:
    table +
    guard('cameras', 'sealed_source') +
    guard('origins', 'place') +
    guard('origins', 'proof'),
};
