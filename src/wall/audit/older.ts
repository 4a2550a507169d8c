/** Refuses to start on a database that is older than what was written down beside it. */
import { Failure } from '../../common/failures.ts';

/**
 * `revision`: that of the database on disk; `known`: the highest that `witness` has seen.
 * @throws Failure `storage-down`, saying what to do.
 */
export function refuseOlder(revision: number, known: number, witness: string): void {
  if (revision >= known) return;
  throw new Failure(
    'storage-down',
    `the database is older than ${witness}: it stands at revision ${revision}, and was at ${known} ` +
      'before. What was revoked since then would be allowed again. Put the newest database back, or run ' +
      'casement after-restore: it ends every linking, sign-in and share, and asks for each account',
  );
}
