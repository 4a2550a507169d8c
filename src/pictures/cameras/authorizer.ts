/**
 * Answers to a camera's challenge: Basic (RFC 7617) and Digest with MD5 or SHA-256, with and
 * without qop=auth (RFC 7616, RFC 2069 for the oldest cameras).
 */
import { randomBytes } from 'node:crypto';
import { digestResponse } from '../../common/digest-response.ts';
import type { Authentication } from '../../wall/partitions/origin.ts';
import { type Challenge, type Digest, parseChallenges } from './challenges.ts';
import type { Credentials } from './credentials.ts';

export interface Authorizer {
  /** The realm of the challenge that is answered; undefined before the camera has made one. */
  readonly realm: string | undefined;
  /** Returns the Authorization header of one request; undefined before the camera has asked for one. */
  header(method: string, uri: string): string | undefined;
  /**
   * Reads the WWW-Authenticate headers of a 401. Returns true if another attempt makes sense: the camera
   * challenged for the first time, or named a nonce that has not been refused yet. Throws what `choose`
   * throws.
   */
  challenge(values: readonly string[]): boolean;
}

/**
 * Chooses which of the ways to log in that a camera offers is answered; throws to answer none. `refused` is
 * the one that it has just refused though it goes on offering it.
 */
export type ChooseAuthentication = <Offer extends Authentication>(
  offered: readonly Offer[],
  refused?: Authentication['scheme'],
) => Offer;

/**
 * Makes an authorizer for one connection, with nonces and counters of its own. What `takes` leaves out was not
 * offered.
 */
export function createAuthorizer(
  credentials: Credentials | undefined,
  choose: ChooseAuthentication,
  takes: (offer: Authentication) => boolean = () => true,
): Authorizer {
  let current: Challenge | undefined;
  let count = 0;

  /** Returns the scheme of the first answer, if a camera asks again as if there had been none. */
  function refusedBy(offered: readonly Challenge[]): Challenge['scheme'] | undefined {
    const stale = offered.some((offer) => offer.scheme !== 'basic' && offer.stale);
    return count === 1 && !stale ? current?.scheme : undefined;
  }

  return {
    get realm() {
      return current?.realm;
    },
    header(method, uri) {
      if (credentials === undefined || current === undefined) return undefined;
      if (current.scheme === 'basic') {
        const pair = `${credentials.user}:${credentials.password}`;
        return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
      }
      count += 1;
      return digest(current, credentials, method, uri, count);
    },
    challenge(values) {
      if (credentials === undefined) return false;
      const offered = values.flatMap(parseChallenges).filter(takes);
      if (offered.length === 0) return false;
      const next = choose(offered, refusedBy(offered));
      // A first challenge, or a nonce that ran out (with or without stale=true): anything else says
      // that user or password are wrong.
      const again =
        next.scheme !== 'basic' && next.scheme === current?.scheme && next.nonce === current.nonce;
      if (again || (next.scheme === 'basic' && current !== undefined)) return false;
      current = next;
      count = 0;
      return true;
    },
  };
}

function digest(
  challenge: Digest,
  { user, password }: Credentials,
  method: string,
  uri: string,
  count: number,
): string {
  const { realm, nonce, session } = challenge;
  const nc = count.toString(16).padStart(8, '0');
  const cnonce = randomBytes(8).toString('hex');
  const response = digestResponse({
    hash: challenge.scheme,
    user,
    realm,
    password,
    method,
    uri,
    nonce,
    cnonce,
    session,
    qop: challenge.qop ? { name: 'auth', count: nc } : undefined,
  });
  const parts = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
  ];
  if (challenge.algorithm !== undefined) parts.push(`algorithm=${challenge.algorithm}`);
  if (challenge.opaque !== undefined) parts.push(`opaque=${quoted(challenge.opaque)}`);
  if (challenge.qop) parts.push('qop=auth', `nc=${nc}`);
  if (challenge.qop || challenge.session) parts.push(`cnonce="${cnonce}"`);
  return `Digest ${parts.join(', ')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
