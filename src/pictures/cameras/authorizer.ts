/**
 * Answers to a camera's challenge: Basic (RFC 7617) and Digest with MD5 or SHA-256, with and
 * without qop=auth (RFC 7616, RFC 2069 for the oldest cameras).
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Authentication } from '../../wall/partitions/origin.ts';
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

interface Digest extends Authentication {
  readonly scheme: 'md5' | 'sha256';
  /** The -sess variants: the nonces are part of the secret. */
  readonly session: boolean;
  readonly qop: boolean;
  readonly nonce: string;
  /** The nonce has run out, and the password was right. */
  readonly stale: boolean;
  readonly opaque: string | undefined;
  /** The algorithm as the camera spelt it. */
  readonly algorithm: string | undefined;
}

type Challenge = Digest | (Authentication & { readonly scheme: 'basic' });

/** By the name that a camera gives. A map: `constructor` is in every object. */
const hashes: ReadonlyMap<string, 'md5' | 'sha256'> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
]);
/** A word and, for a parameter, what follows it: each character is read once, whatever a camera sends. */
const challengePart = /([A-Za-z]+)(?:\s*(=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))?)?/g;
/** Challenges of honest cameras have a few hundred characters. */
const longestChallenge = 4_096;

/**
 * Makes an authorizer for one connection; nonces and their counters are its own. What `takes` leaves out
 * counts as not offered.
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
  const hash = (text: string): string => createHash(challenge.scheme).update(text).digest('hex');
  const { realm, nonce } = challenge;
  const nc = count.toString(16).padStart(8, '0');
  const cnonce = randomBytes(8).toString('hex');
  const secret = hash(`${user}:${realm}:${password}`);
  const a1 = challenge.session ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = hash(`${method}:${uri}`);
  const response = challenge.qop
    ? hash(`${a1}:${nonce}:${nc}:${cnonce}:auth:${a2}`)
    : hash(`${a1}:${nonce}:${a2}`);
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

/** One header may hold several challenges (RFC 7235 §4.1). One that is too long holds none. */
function parseChallenges(value: string): Challenge[] {
  if (value.length > longestChallenge) return [];
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  /** The last word that was no parameter, and where it ended. */
  let word = { text: '', end: -1 };
  for (const { 0: part, 1: name = '', 2: equals, 3: inQuotes, 4: bare, index } of value.matchAll(
    challengePart,
  )) {
    if (equals === undefined) {
      word = { text: name.toLowerCase(), end: index + part.length };
      continue;
    }
    // A scheme is a word right before a parameter.
    if (word.end >= 0 && value.slice(word.end, index).trim() === '') {
      found.push({ scheme: word.text, parameters: new Map() });
    }
    word = { text: '', end: -1 };
    const text = inQuotes?.replace(/\\(.)/g, '$1') ?? bare;
    if (text !== undefined) found.at(-1)?.parameters.set(name.toLowerCase(), text);
  }
  if (/^basic\s*$/i.test(value)) found.push({ scheme: 'basic', parameters: new Map() });
  return found.flatMap(({ scheme, parameters }): Challenge[] => {
    if (scheme === 'basic') return [{ scheme, realm: parameters.get('realm') ?? '' }];
    return scheme === 'digest' ? parseDigest(parameters) : [];
  });
}

function parseDigest(parameters: ReadonlyMap<string, string>): Digest[] {
  // An empty parameter says as little as a missing one.
  const said = (parameter: string): string | undefined => {
    const text = parameters.get(parameter);
    return text === '' ? undefined : text;
  };
  const algorithm = said('algorithm');
  const name = (algorithm ?? 'md5').toLowerCase();
  const scheme = hashes.get(name.replace(/-sess$/, ''));
  const nonce = parameters.get('nonce');
  const offers = said('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  if (scheme === undefined || nonce === undefined) return [];
  if (offers !== undefined && !offers.includes('auth')) return [];
  return [
    {
      scheme,
      session: name.endsWith('-sess'),
      qop: offers !== undefined,
      realm: parameters.get('realm') ?? '',
      nonce,
      stale: parameters.get('stale')?.toLowerCase() === 'true',
      opaque: parameters.get('opaque'),
      algorithm,
    },
  ];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
