/** Serial numbers of cameras, and the makes whose serial numbers an operator has called unique. */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const tables = `
-- Keyed hashes of what a camera's ONVIF service says of it, and since when it is known by that.
CREATE TABLE serials (
  camera TEXT NOT NULL PRIMARY KEY REFERENCES cameras (id) ON DELETE CASCADE,
  make TEXT NOT NULL CHECK (length(make) = 43),
  serial TEXT NOT NULL CHECK (length(serial) = 43),
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX serials_serial ON serials (make, serial);

CREATE TABLE unique_makes (
  make TEXT NOT NULL PRIMARY KEY CHECK (length(make) = 43),
  name TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;
`;

export const serials: Migration = {
  version: 7,
  name: 'serials',
  sql: tables + revisionTriggers(['unique_makes']),
};
