/** Answers whose tokens these are, for the client that holds them. */
import { Failure } from '../../common/failures.ts';
import type { LinkingParts } from './parts.ts';

/** OpenID Connect's names. `email_verified` is left out: Casement has not verified it. */
export interface UserInfo {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
}

/**
 * Returns the account that an access token speaks for.
 * @throws Failure `unauthenticated` if the token is not valid or its grant no longer stands.
 */
export async function userInfo(parts: LinkingParts, token: string): Promise<UserInfo> {
  const { account, grant } = parts.accessTokens.verify(token);
  const stands = grant !== undefined && (await parts.store.of(account).standing(grant));
  const record = stands ? await parts.store.of(account).record() : undefined;
  if (record === undefined) {
    throw new Failure('unauthenticated', 'the access token is not valid');
  }
  return { sub: record.id, email: record.email, name: record.name };
}
