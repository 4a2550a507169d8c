/**
 * The virtual display as an OAuth client of its own. Its credentials at the token endpoint are good for codes
 * that were sent to it, and for nobody else's: a code of somebody's linking with Google that is posted to it
 * is not its own.
 */
import type { OAuthClient } from '../../identity/oauth-client.ts';
import { newSecret } from '../../identity/secret.ts';
import type { GrantStore } from '../../storage/grants.ts';

/** No operator's client can have this name (see `OAUTH_CLIENT_ID`). */
export const displayClientId = 'casement-virtual-display';

/** Where the bridge sends people back who link a virtual display. */
export const displayReturnPath = '/display/linked';

const returnAddress = (origin: string): string => `${origin}${displayReturnPath}`;

/** Makes the client for as long as this process runs; nobody else knows its secret. */
export function createDisplayClient(origin: string): OAuthClient {
  return { id: displayClientId, secret: newSecret(), redirectUris: [returnAddress(origin)] };
}

/**
 * Ends the linkings of the virtual displays of earlier processes, in whose memory their tokens lay: nobody
 * can use them any more. Returns how many there were.
 * @param google the client that displays of earlier versions shared; left out if others go on using that
 * address with it
 */
export async function endEarlierDisplays(
  grants: GrantStore,
  google?: { readonly client: OAuthClient; readonly origin: string },
): Promise<number> {
  const own = await grants.revokeClient(displayClientId);
  if (google === undefined) return own;
  return own + (await grants.revokeClient(google.client.id, returnAddress(google.origin)));
}
