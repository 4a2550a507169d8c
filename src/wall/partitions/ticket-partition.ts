/** The partition of a request that comes with a ticket: the ticket's own session, and nothing else of the account. */
import { Failure } from '../../common/failures.ts';
import type { SessionId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import { findSession, type FindSessionParts } from './find-session.ts';
import type { OpenPartition } from './open-partition.ts';
import type { Partition, Session, Unbound } from './partition.ts';
import type { LiveSession } from './session.ts';

/** A proof that a ticket gave. */
export type TicketProof = Proof & { readonly session: SessionId };

/** Whether `proof` speaks for one session alone. */
export function isOfTicket(proof: Proof): proof is TicketProof {
  return proof.session !== undefined;
}

function shut(): never {
  throw new Failure('internal', 'a ticket opens its own session alone');
}

/** Makes it, for one call of `within`. */
export function createTicketPartition<P>(
  { account, cache }: Pick<OpenPartition, 'account' | 'cache'>,
  proof: TicketProof,
  parts: FindSessionParts,
): Partition<P> {
  const partition: Unbound<Partition<P>> = {
    account,
    cache,
    async session(named) {
      if (named.session !== proof.session) throw new Failure('not-found', 'no such stream');
      return (await findSession(proof, named, parts)) as LiveSession & Session<P>;
    },
    device: async () => shut(),
    devices: async () => shut(),
    stands: async () => shut(),
    replaced: async () => shut(),
    address: shut,
    permit: shut,
    startSession: shut,
    ticket: shut,
    unlink: async () => shut(),
  };
  return Object.freeze(partition) as Partition<P>;
}
