/**
 * What a camera is bound to: where its URLs are answered from, the places that no two owners may share, how
 * often it was to be opened anew, and the revision since which a right stands.
 */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const tables = `
-- Counts up whenever what was opened from this row is to end: address, pin or origin changed.
ALTER TABLE cameras ADD COLUMN opening INTEGER NOT NULL DEFAULT 1;
-- 1 for rows from before places were compared: pairs of those go on playing until they are decided.
ALTER TABLE cameras ADD COLUMN grandfathered INTEGER NOT NULL DEFAULT 0
  CHECK (grandfathered IN (0, 1));
UPDATE cameras SET grandfathered = 1;
CREATE INDEX cameras_grandfathered ON cameras (id) WHERE grandfathered = 1;
-- The revision since which an account may see a camera; 0 where nobody wrote it down.
ALTER TABLE entries ADD COLUMN began INTEGER NOT NULL DEFAULT 0;

-- 0 for pins from before they were made of the device alone, until the operator was told of them.
ALTER TABLE pins ADD COLUMN listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1));
UPDATE pins SET listed = 0;

-- Where one URL of a camera is answered from: JSON, sealed for that camera's id. Place is its address
-- and port, NULL until it is met (again); proof is its key, realm, authentication and transport.
CREATE TABLE origins (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still', 'onvif')),
  place TEXT,
  proof TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (camera, line)
) STRICT;

-- Keyed hashes of resolved address, port, path and query. Named: a host name gave the address.
CREATE TABLE places (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still')),
  hash TEXT NOT NULL CHECK (length(hash) = 43),
  named INTEGER NOT NULL CHECK (named IN (0, 1)),
  PRIMARY KEY (camera, line, hash)
) STRICT;
CREATE INDEX places_hash ON places (hash);

-- An operator's word that a camera takes its place from another owner's, kept for a line whose host
-- name gave no address when it was said.
CREATE TABLE take_over_words (
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  line TEXT NOT NULL CHECK (line IN ('stream', 'still')),
  PRIMARY KEY (camera, line)
) STRICT;
-- Which row took the place of which, by an operator's word; neither need be there any more.
CREATE TABLE past_take_overs (
  account TEXT NOT NULL,
  device TEXT NOT NULL,
  former_account TEXT NOT NULL,
  former_device TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- 1 once it stands in the delivery record.
  recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1))
) STRICT;
CREATE INDEX past_take_overs_unrecorded ON past_take_overs (at) WHERE recorded = 0;
CREATE INDEX past_take_overs_at ON past_take_overs (at);

-- The revision at which a suspension of this scope was lifted last.
CREATE TABLE resumptions (
  scope TEXT NOT NULL,
  subject TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (scope, subject)
) STRICT;
CREATE TRIGGER suspensions_lifted AFTER DELETE ON suspensions BEGIN
  INSERT OR REPLACE INTO resumptions (scope, subject, revision)
  VALUES (OLD.scope, coalesce(OLD.account, OLD.camera, OLD.model, ''),
    (SELECT value + 1 FROM revision WHERE id = 1));
END;
`;

export const origins: Migration = {
  version: 6,
  name: 'origins',
  sql: tables + revisionTriggers(['places']),
};
