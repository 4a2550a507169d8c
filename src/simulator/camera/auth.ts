/** Basic and Digest authentication of a camera (RFC 7617, RFC 7616, RFC 2069). */
import { randomBytes } from 'node:crypto';
import type { Stranger } from './behaviour.ts';
import { digestResponse } from '../../common/digest-response.ts';
import { readLoginSchemes } from '../../common/login-parameters.ts';

export interface CameraAuth {
  readonly scheme: 'basic' | 'digest' | 'digest-sha256';
  readonly user: string;
  readonly password: string;
}

/** The realm under which every simulated camera asks for a login. */
export const realm = 'Simulated camera';

function algorithm(auth: CameraAuth): 'md5' | 'sha256' {
  return auth.scheme === 'digest-sha256' ? 'sha256' : 'md5';
}

/** Whether a Basic `Authorization` value names this user and password. */
export function basicMatches(auth: CameraAuth, authorization: string | undefined): boolean {
  const [, token] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  if (!token) return false;
  return Buffer.from(token, 'base64').toString('utf8') === `${auth.user}:${auth.password}`;
}

/** The `WWW-Authenticate` value that asks for Basic. */
export const basicChallenge = `Basic realm="${realm}"`;

/** Returns how a stranger asks for a login; undefined if it was sent one, or asks for none. */
export function strangersChallenge(
  { asks, realm: own }: Stranger,
  authorization: string | undefined,
): string | undefined {
  if (asks === 'nothing' || authorization !== undefined) return undefined;
  if (asks === 'basic') return `Basic realm="${own}"`;
  return `Digest realm="${own}", nonce="${randomBytes(16).toString('hex')}"`;
}

/** One connection's doorkeeper: it remembers the nonce it gave out and how often it was used. */
export class Doorkeeper {
  #nonce = randomBytes(16).toString('hex');
  #uses = 0;

  /**
   * Returns nothing if the request may pass, else the `WWW-Authenticate` value of the 401. `staleAfter`:
   * requests a nonce is good for, 0 for any number.
   */
  refuse(
    auth: CameraAuth,
    method: string,
    authorization: string | undefined,
    staleAfter: number,
  ): string | undefined {
    if (auth.scheme === 'basic') {
      return basicMatches(auth, authorization) ? undefined : basicChallenge;
    }
    const schemes = readLoginSchemes(authorization ?? '');
    const fields = schemes.find(({ scheme }) => scheme === 'digest')?.parameters;
    if (!fields || !this.#digestMatches(auth, method, fields)) return this.#challenge(auth, false);
    const known = fields.get('nonce') === this.#nonce;
    const worn = staleAfter > 0 && this.#uses >= staleAfter;
    if (!known || worn) {
      this.#nonce = randomBytes(16).toString('hex');
      this.#uses = 0;
      return this.#challenge(auth, true);
    }
    this.#uses += 1;
    return undefined;
  }

  #challenge(auth: CameraAuth, stale: boolean): string {
    const sha = auth.scheme === 'digest-sha256' ? ', algorithm=SHA-256, qop="auth"' : '';
    return `Digest realm="${realm}", nonce="${this.#nonce}"${sha}${stale ? ', stale=true' : ''}`;
  }

  #digestMatches(auth: CameraAuth, method: string, fields: ReadonlyMap<string, string>): boolean {
    const field = (name: string): string => fields.get(name) ?? '';
    if (field('username') !== auth.user || field('realm') !== realm) return false;
    const response = digestResponse({
      hash: algorithm(auth),
      user: auth.user,
      realm,
      password: auth.password,
      method,
      uri: field('uri'),
      nonce: field('nonce'),
      cnonce: field('cnonce'),
      qop: fields.has('qop') ? { name: field('qop'), count: field('nc') } : undefined,
    });
    return field('response') === response;
  }
}
