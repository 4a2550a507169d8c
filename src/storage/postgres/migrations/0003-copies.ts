/**
 * What the database says of `casement store copy`: which copy brought what it holds, and which takes it away. The owner
 * alone reads and writes it: whoever calls functions is told by what they may do no more (postgres/shut.ts).
 */
import { inBytes } from './first/tables.ts';
import type { Migration } from './migration.ts';

const sql = inBytes(`
CREATE TABLE casement.copies (
  way text NOT NULL PRIMARY KEY CHECK (way IN ('here', 'away')),
  copy text NOT NULL CHECK (length(copy) = 32),
  at bigint NOT NULL,
  -- Whether the copy is whole. One that brought something always is.
  done boolean NOT NULL
);
`);

export const copies: Migration = { version: 3, name: 'copies', sql };
