/** What a camera said of itself when it was first met, and which other one answers in its place. */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const tables = `
CREATE TABLE pins (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still')),
  fields TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 43),
  description TEXT NOT NULL,
  since INTEGER NOT NULL,
  stranger TEXT,
  stranger_since INTEGER,
  PRIMARY KEY (camera, line),
  CHECK ((stranger IS NULL) = (stranger_since IS NULL))
) STRICT;
`;

export const pins: Migration = {
  version: 3,
  name: 'pins',
  sql: tables + revisionTriggers(['pins']),
};
