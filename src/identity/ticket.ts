/**
 * Tickets: the signed capability in a stream URL, for one account, one device, one session, one protocol.
 * HS256, because only the bridge makes and reads them.
 */
import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Failure } from '../common/failures.ts';
import { AccountId, DeviceId, GrantId, SessionId } from './ids.ts';
import type { KeyRing, SharedKey } from './keyring.ts';
import { mint } from './minting.ts';
import { hasOneForm } from './one-form.ts';
import type { Proof } from './proof.ts';
import { hashSecret, sameSecret } from './secret.ts';

const audience = 'casement:live';

/** The protocols a ticket can be for. */
export type StreamProtocol = 'hls' | 'webrtc';

const claimsSchema = z.object({
  sub: z.string().transform(AccountId),
  gid: z.string().transform(GrantId),
  dev: z.string().transform(DeviceId),
  sid: z.string().transform(SessionId),
  prt: z.enum(['hls', 'webrtc']),
  /** Hash of the bearer that goes with the ticket. */
  cnf: z.string(),
  exp: z.int(),
});

/** What a ticket is made of. */
export interface TicketOrder {
  /** The proof under which the stream was asked for: account and grant come only from it. */
  readonly proof: Proof;
  readonly device: DeviceId;
  readonly session: SessionId;
  readonly protocol: StreamProtocol;
  /** The bearer that signalling asks for beside the ticket. */
  readonly bearer: string;
  /** Milliseconds since 1970: the latest end of the session. */
  readonly expiresAt: number;
}

/** What a genuine ticket said. */
export interface VerifiedTicket {
  readonly proof: Proof;
  readonly device: DeviceId;
  readonly session: SessionId;
  readonly protocol: StreamProtocol;
  /** Whether `bearer` is the one that was handed out with this ticket. */
  confirms(bearer: string): boolean;
}

export interface Tickets {
  mint(order: TicketOrder): string;
  /** @throws Failure `not-found` for anything that is not a genuine ticket in date. */
  verify(ticket: string): VerifiedTicket;
}

/** A ticket whose signature was checked, and the key that made it. */
interface Remembered {
  readonly ticket: VerifiedTicket;
  readonly kid: string;
}

/** Twice as many as there are sessions. */
const maxRemembered = 4_000;

/** Returns the one answer for whatever is wrong with a ticket. */
function refused(): Failure {
  return new Failure('not-found', 'no such stream');
}

/** Makes the minter and verifier of tickets over one key ring. */
export function createTickets(ring: KeyRing, now: () => number): Tickets {
  // A display comes with its ticket for every file. Only signatures are remembered, under the ticket's hash: its time is
  // asked anew, and a signature counts only while the key that made it is in force. Whether session, grant and account
  // stand is asked at the door, every time.
  const remembered = new LRUCache<string, Remembered>({ max: maxRemembered });
  const keyOf = (kid: string | undefined): SharedKey | undefined =>
    ring.tickets.find((known) => known.kid === kid);

  function check(ticket: string): Remembered {
    const { kid }: Partial<jwt.JwtHeader> = jwt.decode(ticket, { complete: true })?.header ?? {};
    const found = keyOf(kid);
    if (found === undefined || !hasOneForm(ticket)) throw refused();
    const { sub, gid, dev, sid, prt, cnf, exp } = claimsSchema.parse(
      jwt.verify(ticket, found.key, {
        algorithms: ['HS256'],
        audience,
        clockTimestamp: Math.floor(now() / 1000),
      }),
    );
    const proof = mint({
      account: sub,
      grant: gid,
      session: sid,
      by: 'ticket',
      expiresAt: exp * 1000,
    });
    const verified: VerifiedTicket = Object.freeze({
      proof,
      device: dev,
      session: sid,
      protocol: prt,
      confirms: (bearer: string) => sameSecret(hashSecret(bearer), cnf),
    });
    return { ticket: verified, kid: found.kid };
  }

  return {
    mint({ proof, device, session, protocol, bearer, expiresAt }) {
      const [{ kid, key }] = ring.tickets;
      const claims = {
        aud: audience,
        sub: proof.account,
        gid: proof.grant,
        dev: device,
        sid: session,
        prt: protocol,
        cnf: hashSecret(bearer),
        exp: Math.floor(expiresAt / 1000),
      };
      return jwt.sign(claims, key, { algorithm: 'HS256', keyid: kid, noTimestamp: true });
    },
    verify(text) {
      const memo = createHash('sha256').update(text).digest('base64url');
      try {
        const found = remembered.get(memo) ?? check(text);
        const { ticket, kid } = found;
        if (ticket.proof.expiresAt <= now() || keyOf(kid) === undefined) throw refused();
        remembered.set(memo, found);
        return ticket;
      } catch {
        throw refused();
      }
    },
  };
}
