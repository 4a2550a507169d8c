/** Access tokens: short-lived ES256 JWTs (RFC 7519, RFC 9068 `at+jwt`) with a key id. */
import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Failure } from '../common/failures.ts';
import { AccountId, GrantId } from './ids.ts';
import type { KeyRing, SigningKey } from './keyring.ts';
import { mint } from './minting.ts';
import { hasOneForm } from './one-form.ts';
import type { Proof } from './proof.ts';

const audience = 'casement:fulfillment';

const claimsSchema = z.object({
  sub: z.string().transform(AccountId),
  gid: z.string().transform(GrantId),
  exp: z.int(),
});

export interface AccessTokenOptions {
  readonly ring: KeyRing;
  /** The public URL of the bridge, the `iss` of its tokens. */
  readonly issuer: string;
  readonly lifetimeSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AccessTokens {
  readonly lifetimeSeconds: number;
  /** Issues a token that speaks for `account` under `grant`. */
  issue(account: AccountId, grant: GrantId): string;
  /**
   * Returns the proof for a token. It says that the token is genuine and in date; whether the grant behind it
   * still stands is asked at the door, every time.
   * @throws Failure `unauthenticated` for anything else.
   */
  verify(token: string): Proof;
}

/** A signature that was checked, and the key that made it. */
interface Verified {
  readonly proof: Proof;
  readonly kid: string;
}

/** Returns the one answer for whatever is wrong with a token. */
function refused(): Failure {
  return new Failure('unauthenticated', 'the access token is not valid');
}

/** Makes the issuer and verifier of access tokens over one key ring. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { ring, issuer, lifetimeSeconds, now } = options;
  // An ES256 signature costs 88 µs to verify, and the same token comes again and again. Only signatures are
  // remembered, under the token's hash: expiry and validity are asked anew. A signature counts only while the
  // key that made it is in force.
  const verified = new LRUCache<string, Verified>({ max: 10_000 });
  const keyOf = (kid: string | undefined): SigningKey | undefined =>
    ring.signing.find((known) => known.kid === kid);

  function check(token: string): Verified {
    const { kid, typ }: Partial<jwt.JwtHeader> =
      jwt.decode(token, { complete: true })?.header ?? {};
    const key = keyOf(kid);
    if (key === undefined || typ !== 'at+jwt' || !hasOneForm(token)) throw refused();
    const claims = claimsSchema.parse(
      jwt.verify(token, key.publicKey, {
        algorithms: ['ES256'],
        audience,
        issuer,
        clockTimestamp: Math.floor(now() / 1000),
      }),
    );
    const proof = mint({
      account: claims.sub,
      grant: claims.gid,
      by: 'access-token',
      expiresAt: claims.exp * 1000,
    });
    return { proof, kid: key.kid };
  }

  return {
    lifetimeSeconds,
    issue(account, grant) {
      const [{ kid, privateKey }] = ring.signing;
      const iat = Math.floor(now() / 1000);
      const claims = { iss: issuer, aud: audience, sub: account, gid: grant, iat };
      return jwt.sign({ ...claims, exp: iat + lifetimeSeconds }, privateKey, {
        algorithm: 'ES256',
        header: { alg: 'ES256', kid, typ: 'at+jwt' },
      });
    },
    verify(token) {
      const memo = createHash('sha256').update(token).digest('base64url');
      try {
        const found = verified.get(memo) ?? check(token);
        const { proof, kid } = found;
        if (proof.expiresAt <= now() || keyOf(kid) === undefined) throw refused();
        verified.set(memo, found);
        return proof;
      } catch {
        throw refused();
      }
    },
  };
}
