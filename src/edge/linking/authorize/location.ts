/** The addresses at which a client is answered (RFC 6749 §4.1.2 and §4.1.2.1). */
import type { OAuthErrorCode } from '../refusal.ts';

/** Where to answer, proved by the rules. */
export interface Back {
  readonly redirectUri: string;
  readonly state: string | undefined;
}

// Written by hand: URL would respell the redirect URI, and a form's encoding would turn a space of the state
// into a plus sign.
function location({ redirectUri, state }: Back, name: string, value: string): string {
  const query = [`${name}=${encodeURIComponent(value)}`];
  if (state !== undefined) query.push(`state=${encodeURIComponent(state)}`);
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.join('&')}`;
}

/** Returns the redirect URI with the code, and with the client's `state` if it sent one. */
export const codeLocation = (back: Back, code: string): string => location(back, 'code', code);

/** Returns the redirect URI with the error, and with the client's `state` if it sent one. */
export const errorLocation = (back: Back, code: OAuthErrorCode): string =>
  location(back, 'error', code);
