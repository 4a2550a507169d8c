/**
 * Tickets: the signed capability in a stream URL, for one account, one device, one session, one protocol.
 * HS256, because only the bridge makes and reads them.
 */
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { Failure } from '../common/failures.ts';
import { AccountId, DeviceId, GrantId, SessionId } from './ids.ts';
import type { KeyRing } from './keyring.ts';
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

/** Returns the one answer for whatever is wrong with a ticket. */
function refused(): Failure {
  return new Failure('not-found', 'no such stream');
}

/** Makes the minter and verifier of tickets over one key ring. */
export function createTickets(ring: KeyRing, now: () => number): Tickets {
  function read(ticket: string) {
    const { kid }: Partial<jwt.JwtHeader> = jwt.decode(ticket, { complete: true })?.header ?? {};
    const found = ring.tickets.find((known) => known.kid === kid);
    if (found === undefined || !hasOneForm(ticket)) throw refused();
    return claimsSchema.parse(
      jwt.verify(ticket, found.key, {
        algorithms: ['HS256'],
        audience,
        clockTimestamp: Math.floor(now() / 1000),
      }),
    );
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
    verify(ticket) {
      try {
        const { sub, gid, dev, sid, prt, cnf, exp } = read(ticket);
        const expiresAt = exp * 1000;
        return {
          proof: mint({ account: sub, grant: gid, session: sid, by: 'ticket', expiresAt }),
          device: dev,
          session: sid,
          protocol: prt,
          confirms: (bearer) => sameSecret(hashSecret(bearer), cnf),
        };
      } catch {
        throw refused();
      }
    },
  };
}
