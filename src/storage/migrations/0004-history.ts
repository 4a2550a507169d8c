/**
 * What once stood: every linking and every entry of the map that is over, with its times. Triggers
 * write it in the transaction of the change itself, whichever process makes the change.
 */
import type { Migration } from './migration.ts';

const now = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
const pastGrant = 'INSERT INTO past_grants (account, grant_id, began_at, ended_at)';
const pastEntry =
  'INSERT INTO past_entries (account, device, camera, epoch, model, role, began_at, ended_at)';

export const history: Migration = {
  version: 4,
  name: 'history',
  sql: `
-- Milliseconds since 1970; 0 where it was not written down yet.
ALTER TABLE entries ADD COLUMN since INTEGER NOT NULL DEFAULT 0;

CREATE TABLE past_grants (
  account TEXT NOT NULL,
  grant_id TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX past_grants_ended_at ON past_grants (ended_at);
${pastGrant} SELECT account, id, created_at, revoked_at FROM grants WHERE revoked_at IS NOT NULL;

CREATE TABLE past_entries (
  account TEXT NOT NULL,
  device TEXT NOT NULL,
  camera TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  model TEXT,
  role TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX past_entries_ended_at ON past_entries (ended_at);

CREATE TRIGGER grants_revoked AFTER UPDATE OF revoked_at ON grants
WHEN OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL BEGIN
  ${pastGrant} VALUES (NEW.account, NEW.id, NEW.created_at, NEW.revoked_at);
END;
CREATE TRIGGER grants_removed AFTER DELETE ON grants WHEN OLD.revoked_at IS NULL BEGIN
  ${pastGrant} VALUES (OLD.account, OLD.id, OLD.created_at, ${now});
END;

-- While the camera is there, its entries end one by one; when it goes, all at once: by the time its
-- entries follow it, the camera is gone, and the first of these two finds nothing.
CREATE TRIGGER entries_past BEFORE DELETE ON entries BEGIN
  ${pastEntry}
  SELECT OLD.account, OLD.device, OLD.camera, c.epoch, c.model, OLD.role, OLD.since, ${now}
  FROM cameras c WHERE c.id = OLD.camera;
END;
CREATE TRIGGER cameras_past BEFORE DELETE ON cameras BEGIN
  ${pastEntry}
  SELECT e.account, e.device, e.camera, OLD.epoch, OLD.model, e.role, e.since, ${now}
  FROM entries e WHERE e.camera = OLD.id;
END;
`,
};
