/** Cameras are met over ONVIF, too. A table's CHECK cannot be changed, so the table is made anew, rows and all. */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const columns = 'camera, line, fields, hash, description, since, stranger, stranger_since';

export const onvifPins: Migration = {
  version: 5,
  name: 'onvif-pins',
  sql: `
CREATE TABLE pins_anew (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still', 'onvif')),
  fields TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 43),
  description TEXT NOT NULL,
  since INTEGER NOT NULL,
  stranger TEXT,
  stranger_since INTEGER,
  PRIMARY KEY (camera, line),
  CHECK ((stranger IS NULL) = (stranger_since IS NULL))
) STRICT;
INSERT INTO pins_anew (${columns}) SELECT ${columns} FROM pins ORDER BY rowid;
DROP TABLE pins;
ALTER TABLE pins_anew RENAME TO pins;
${revisionTriggers(['pins'])}
`,
};
