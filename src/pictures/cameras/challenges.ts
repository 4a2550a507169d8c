/** What a camera asks a login by, as far as we can answer it: Basic, and Digest with MD5 or SHA-256. */
import { readLoginSchemes } from '../../common/login-parameters.ts';
import type { Authentication } from '../../wall/partitions/origin.ts';

export interface Digest extends Authentication {
  readonly scheme: 'md5' | 'sha256';
  /** The -sess variants: the nonces are part of the secret. */
  readonly session: boolean;
  readonly qop: boolean;
  readonly nonce: string;
  /** The nonce before it has run out, and the password was right. */
  readonly stale: boolean;
  readonly opaque: string | undefined;
  /** The algorithm as the camera spelt it. */
  readonly algorithm: string | undefined;
}

export type Challenge = Digest | (Authentication & { readonly scheme: 'basic' });

/** By the name that a camera gives. A map: `constructor` is in every object. */
const hashes: ReadonlyMap<string, 'md5' | 'sha256'> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
]);
/** Challenges of honest cameras have a few hundred characters. */
const longestChallenge = 4_096;

/** Reads the challenges of one header, which may hold several. One that is too long holds none. */
export function parseChallenges(value: string): Challenge[] {
  if (value.length > longestChallenge) return [];
  const found = readLoginSchemes(value);
  if (/^basic\s*$/i.test(value)) found.push({ scheme: 'basic', parameters: new Map() });
  return found.flatMap(({ scheme, parameters }): Challenge[] => {
    if (scheme === 'basic') return [{ scheme, realm: parameters.get('realm') ?? '' }];
    return scheme === 'digest' ? parseDigest(parameters) : [];
  });
}

function parseDigest(parameters: ReadonlyMap<string, string>): Digest[] {
  // What is there and empty says as little as what is left out.
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
