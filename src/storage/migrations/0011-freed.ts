/**
 * A suspension of a camera holds for every row that leads to the same place. Such a row is freed by more than
 * a resumption: when the suspended row goes, or leads elsewhere. Nothing filmed before that is shown either.
 */
import type { Migration } from './migration.ts';

/** The other cameras at the place, and those that are led there by their own. */
const alsoAt = (place: string): string => `
  SELECT q.camera FROM places q WHERE ${place.replaceAll('#', 'q')}
  UNION SELECT v.camera FROM visits v WHERE ${place.replaceAll('#', 'v')}`;

const next = '(SELECT value + 1 FROM revision WHERE id = 1)';

const triggers = `
DROP TRIGGER suspensions_lifted;
CREATE TRIGGER suspensions_lifted AFTER DELETE ON suspensions BEGIN
  INSERT OR REPLACE INTO resumptions (scope, subject, revision)
  VALUES (OLD.scope, coalesce(OLD.account, OLD.camera, OLD.model, ''), ${next});
  INSERT OR REPLACE INTO resumptions (scope, subject, revision)
  SELECT 'camera', camera, ${next} FROM (${alsoAt(
    '#.hash IN (SELECT p.hash FROM places p WHERE p.camera = OLD.camera)',
  )});
END;
CREATE TRIGGER places_freed BEFORE DELETE ON places
WHEN EXISTS (SELECT 1 FROM suspensions s WHERE s.camera = OLD.camera) BEGIN
  INSERT OR REPLACE INTO resumptions (scope, subject, revision)
  SELECT 'camera', camera, ${next} FROM (${alsoAt('#.hash = OLD.hash')});
END;
-- Where another camera stands, it may be a suspended one: what runs is asked anew.
CREATE TRIGGER visits_met AFTER INSERT ON visits
WHEN EXISTS (SELECT 1 FROM places p WHERE p.hash = NEW.hash AND p.camera <> NEW.camera) BEGIN
  UPDATE revision SET value = value + 1 WHERE id = 1;
END;
`;

export const freed: Migration = { version: 11, name: 'freed', sql: triggers };
