/** What the database says of `casement store copy`: which copy brought what it holds, and which takes it away. */
import type { Migration } from './migration.ts';

const sql = `
CREATE TABLE copies (
  way TEXT NOT NULL PRIMARY KEY CHECK (way IN ('here', 'away')),
  copy TEXT NOT NULL CHECK (length(copy) = 32),
  -- Milliseconds since 1970.
  at INTEGER NOT NULL,
  -- 1 once the copy is whole. One that brought something always is.
  done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;
`;

export const copies: Migration = { version: 17, name: 'copies', sql };
