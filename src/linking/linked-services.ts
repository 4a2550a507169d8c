/** What a person may see of their account's linkings, and how they end one. */
import type { Proof } from '../identity/proof.ts';
import { endGrant } from './end-grant.ts';
import type { LinkingParts } from './parts.ts';
import { signedInAccount } from './signed-in.ts';

export interface LinkedService {
  /** Names it in `unlink`. */
  readonly id: string;
  /** The client that linked. */
  readonly client: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** The active linkings of the account, oldest first. @throws Failure `unauthenticated`. */
export async function linkedServices(
  parts: LinkingParts,
  proof: Proof,
): Promise<readonly LinkedService[]> {
  const grants = await parts.store.grants.of(await signedInAccount(parts, proof));
  return grants.map(({ id, client, createdAt }) => ({ id, client, since: createdAt }));
}

/**
 * Ends one linking of the account. False for an id that is none of its own: the same whether it
 * exists or not.
 * @throws Failure `unauthenticated`.
 */
export async function unlink(parts: LinkingParts, proof: Proof, id: string): Promise<boolean> {
  const grants = await parts.store.grants.of(await signedInAccount(parts, proof));
  const own = grants.find((grant) => grant.id === id);
  if (own === undefined) return false;
  await endGrant(parts, own.id, 'account');
  return true;
}
