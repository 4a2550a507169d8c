/** Ends a grant: first at rest, then everything that still runs under it. */
import type { GrantRecord } from '../../storage/grants.ts';
import type { LinkingParts } from './parts.ts';

/** Why a grant was ended, for the log. */
export type GrantEnd = 'code-replayed' | 'client' | 'account';

/**
 * Revokes a grant and everything issued under it, and resolves when nothing runs under it any more.
 * @throws Failure `storage-down`: then nothing was revoked.
 */
export async function endGrant(
  parts: LinkingParts,
  { account, id: grant }: Pick<GrantRecord, 'account' | 'id'>,
  why: GrantEnd,
): Promise<void> {
  await parts.store.of(account).revokeGrant(grant);
  // Even if it was not active any more: another process may have revoked it, and the sessions here do not
  // know yet. The store is not asked for it: it may have stopped to answer meanwhile.
  parts.onRevoked(grant);
  parts.log.info({ grant, why }, 'grant revoked');
}
