/** What a restore leaves behind: accounts that wait for the operator's word, and a mark of the folder. */
import type { Migration } from './migration.ts';

export const restores: Migration = {
  version: 9,
  name: 'restores',
  sql: `
-- 1 after a restore, until the operator has said that the account is who it was.
ALTER TABLE accounts ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0
  CHECK (unconfirmed IN (0, 1));
CREATE INDEX accounts_unconfirmed ON accounts (id) WHERE unconfirmed = 1;

-- Which database this is, whatever its folder is called, and whether its revision is counted elsewhere.
CREATE TABLE lineage (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL CHECK (length(id) = 32),
  counted INTEGER NOT NULL CHECK (counted IN (0, 1))
) STRICT;
INSERT INTO lineage (one, id, counted) VALUES (1, lower(hex(randomblob(16))), 0);
`,
};
