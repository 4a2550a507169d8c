/**
 * Where proofs are made. Only the verifiers of this folder may import this file (a test of the
 * import arrows holds that); everybody else sees `proof.ts`.
 */
import type { AccountId, GrantId, SessionId } from './ids.ts';

/** The findings of a verifier. */
export interface Finding {
  readonly account: AccountId;
  /** The linking under which the request speaks; absent for a person signed in at the browser. */
  readonly grant?: GrantId;
  /** The one session for which the request speaks; absent where it speaks for the whole account. */
  readonly session?: SessionId;
  readonly by: 'access-token' | 'ticket' | 'sign-in';
  /** Milliseconds since 1970; after it the proof opens nothing. */
  readonly expiresAt: number;
}

const maker = Symbol('maker of proofs');

/** Says which account a request speaks for. It cannot be made, copied or altered elsewhere. */
export class Proof {
  // A private name cannot be set on an object that this constructor did not build, so neither a
  // literal of the same shape nor Object.create(Proof.prototype) passes `isGenuine`.
  readonly #genuine = true;
  readonly account: AccountId;
  readonly grant: GrantId | undefined;
  readonly session: SessionId | undefined;
  readonly by: Finding['by'];
  readonly expiresAt: number;

  constructor(key: symbol, finding: Finding) {
    if (key !== maker) throw new TypeError('a proof is made by a verifier only');
    this.account = finding.account;
    this.grant = finding.grant;
    this.session = finding.session;
    this.by = finding.by;
    this.expiresAt = finding.expiresAt;
    Object.freeze(this);
  }

  /** Whether `value` was made here. */
  static isGenuine(value: unknown): value is Proof {
    return typeof value === 'object' && value !== null && #genuine in value && value.#genuine;
  }
}

/** Turns a verifier's findings into a proof. */
export function mint(finding: Finding): Proof {
  return new Proof(maker, finding);
}
