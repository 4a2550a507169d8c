/** A client in the library's terms. */
import type { Client } from '@node-oauth/oauth2-server';
import type { OAuthClient } from '../../identity/oauth-client.ts';

/** Returns the client with the grants it may use; undefined if there is none. */
export function libraryClient(client: OAuthClient | undefined): Client | undefined {
  return (
    client && {
      id: client.id,
      redirectUris: [...client.redirectUris],
      grants: ['authorization_code', 'refresh_token'],
    }
  );
}
