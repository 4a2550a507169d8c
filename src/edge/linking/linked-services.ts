/** What a person may see of their account's linkings, and how they end one. */
import type { Proof } from '../../identity/proof.ts';
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

/** One page of an account's linkings. */
export interface LinkedServices {
  readonly services: readonly LinkedService[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

const perPage = 20;

/**
 * Returns the active linkings of the account, oldest first, twenty a page; the nearest page if there is no
 * such one. @throws Failure `unauthenticated`.
 */
export async function linkedServices(
  parts: LinkingParts,
  proof: Proof,
  wanted: number,
): Promise<LinkedServices> {
  const own = parts.store.of(await signedInAccount(parts, proof));
  const pages = Math.max(1, Math.ceil((await own.countGrants()) / perPage));
  const page = Math.min(Math.max(1, wanted), pages);
  const shown = await own.grants({ from: (page - 1) * perPage, most: perPage });
  const services = shown.map(({ id, client, createdAt }) => ({ id, client, since: createdAt }));
  return { services, page, pages };
}

/**
 * Ends one linking of the account. Returns false for an id that is none of its own, whether it exists or not.
 * @throws Failure `unauthenticated`.
 */
export async function unlink(parts: LinkingParts, proof: Proof, id: string): Promise<boolean> {
  const grants = await parts.store.of(await signedInAccount(parts, proof)).grants();
  const own = grants.find((grant) => grant.id === id);
  if (own === undefined) return false;
  await endGrant(parts, own, 'account');
  return true;
}
