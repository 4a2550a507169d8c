/** The proof as everybody but the verifiers sees it: a value to pass on and to check. */
import { Proof as MintedProof } from './minting.ts';

/** An unforgeable value saying which account a request speaks for. */
export type Proof = MintedProof;

/** Whether `value` was made by one of our verifiers. */
export function isGenuine(value: unknown): value is Proof {
  return MintedProof.isGenuine(value);
}
