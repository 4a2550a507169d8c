/** Where cameras lead their connections beyond their own rows: another account may come to own a camera there later. */
import type { Migration } from './migration.ts';

// A change here is not counted in the revision: it leads to a new opening, which is.
const tables = `
CREATE TABLE visits (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still')),
  hash TEXT NOT NULL CHECK (length(hash) = 43),
  -- 1 for what lies below the row's own path: its tracks.
  below INTEGER NOT NULL CHECK (below IN (0, 1)),
  PRIMARY KEY (camera, line, hash)
) STRICT;
CREATE INDEX visits_hash ON visits (hash);
`;

export const visits: Migration = { version: 10, name: 'visits', sql: tables };
