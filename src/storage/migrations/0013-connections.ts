/** How many connections a camera takes: as the operator said, or as it was learnt; NULL if nobody knows. */
import type { Migration } from './migration.ts';

const sql = `
ALTER TABLE cameras ADD COLUMN connections TEXT
  CHECK (connections IN ('one', 'learnt', 'many'));
`;

export const connections: Migration = { version: 13, name: 'connections', sql };
