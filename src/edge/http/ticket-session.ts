/** A request with a ticket, and the session that the ticket names. */
import type { Request } from 'express';
import { Failure } from '../../common/failures.ts';
import type { VerifiedTicket } from '../../identity/ticket.ts';
import type { NamedSession, Partition, Session } from '../../wall/partitions/partition.ts';
import { streamBearerOf } from './bearer.ts';
import { addressOf } from './client-address.ts';

/** Returns what `partition.session` looks for: the session that the ticket names. */
export function named({ session, device, protocol }: VerifiedTicket): NamedSession {
  return { session, device, protocol };
}

/** Whether a request carries the bearer that was given out with its ticket. */
export function bears(ticket: VerifiedTicket, request: Request): boolean {
  const bearer = streamBearerOf(request);
  return bearer !== undefined && ticket.confirms(bearer);
}

/**
 * Returns one answer for whatever is wrong with a ticket, so that guessing teaches nothing; any other error as it
 * is.
 */
export function hidden(error: unknown): unknown {
  const telling =
    error instanceof Failure &&
    ['unauthenticated', 'forbidden', 'stream-ended'].includes(error.code);
  return telling ? new Failure('not-found', 'no such stream', { cause: error }) : error;
}

/** Whether what failed is only that there is no such thing, which a display asks for again. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'not-found';

/**
 * Returns the outcome of `work`. If it fails, the failure is told only while the right stands. It may have taken
 * seconds, and what ails a camera is nobody's business who has lost it meanwhile.
 */
export async function toldIfItStands<P, T>(
  partition: Partition<P>,
  ticket: VerifiedTicket,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await partition.session(named(ticket));
    throw error;
  }
}

/** Where it is noted from where tickets are used. */
export interface UseParts {
  /** Whether the network addresses of displays go into the record of who was shown what. */
  readonly recordAddresses: boolean;
  /** What stands for an address where it must not stand itself. */
  readonly displayPlace: (address: string) => string;
}

/** Notes that a session's ticket was used, and from where. */
export function use<P>(
  session: Session<P>,
  request: Request,
  { recordAddresses, displayPlace }: UseParts,
): void {
  const address = recordAddresses ? addressOf(request) : undefined;
  session.touch(address);
  session.usedFrom(address ?? displayPlace(addressOf(request) ?? ''));
}
