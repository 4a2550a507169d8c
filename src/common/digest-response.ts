/** What a Digest login answers to a challenge, for who logs in and for who lets in (RFC 7616 §3.4.1). */
import { createHash } from 'node:crypto';

export interface DigestLogin {
  readonly hash: 'md5' | 'sha256';
  readonly user: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly cnonce: string;
  /** The -sess variants: the nonces are part of the secret. */
  readonly session?: boolean;
  /** Undefined as the oldest cameras speak it (RFC 2069). `count`: eight hexadecimal digits. */
  readonly qop: { readonly name: string; readonly count: string } | undefined;
}

/** Computes the `response` parameter, hexadecimal. */
export function digestResponse(login: DigestLogin): string {
  const hash = (text: string): string => createHash(login.hash).update(text).digest('hex');
  const { nonce, cnonce, qop } = login;
  const secret = hash(`${login.user}:${login.realm}:${login.password}`);
  const a1 = login.session === true ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = hash(`${login.method}:${login.uri}`);
  const middle = qop === undefined ? nonce : `${nonce}:${qop.count}:${cnonce}:${qop.name}`;
  return hash(`${a1}:${middle}:${a2}`);
}
