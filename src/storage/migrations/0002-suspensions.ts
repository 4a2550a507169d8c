/** What an operator has suspended. */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const tables = `
CREATE TABLE suspensions (
  scope TEXT NOT NULL CHECK (scope IN ('all', 'account', 'camera', 'model')),
  account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
  camera TEXT REFERENCES cameras (id) ON DELETE CASCADE,
  model TEXT,
  since INTEGER NOT NULL,
  until INTEGER,
  reason TEXT,
  CHECK ((scope = 'account') = (account IS NOT NULL)),
  CHECK ((scope = 'camera') = (camera IS NOT NULL)),
  CHECK ((scope = 'model') = (model IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX suspensions_each_once
  ON suspensions (scope, coalesce(account, camera, model, ''));
CREATE INDEX suspensions_account ON suspensions (account);
CREATE INDEX suspensions_camera ON suspensions (camera);
`;

export const suspensions: Migration = {
  version: 2,
  name: 'suspensions',
  sql: tables + revisionTriggers(['suspensions']),
};
