/** Whether a database is as new as what the data folder knows of it. */
import { knownRevision } from '../../wall/audit/note-restore.ts';
import { refuseOlder } from '../../wall/audit/older.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import { auditKeys } from '../../identity/audit-key.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { readSeen, refuseGoneBack, writeSeen } from './seen-revision.ts';

/**
 * Returns the highest revision that is known of it. `revision` is its own.
 * @throws Failure `storage-down`, saying what to do, if that is lower, or if it went back under a bridge
 */
export async function refuseOlderThanKnown(
  dataDir: string,
  { keys, database }: DataFolder,
  revision: number,
): Promise<number> {
  const known = await knownRevision(recordPlace(dataDir), auditKeys(openKeyRing(keys, database)));
  refuseOlder(revision, known, 'its own delivery record');
  const seen = readSeen(dataDir);
  refuseOlder(revision, seen.revision, 'what was seen of it before (seen.json)');
  refuseGoneBack(seen, revision);
  if (seen.wentBack) writeSeen(dataDir, { revision, wentBack: false });
  return Math.max(known, seen.revision);
}
