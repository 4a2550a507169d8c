/**
 * The media edge: every byte of a camera that leaves over HTTP was asked for here, and leaves in deliver-file.ts.
 *
 * Each request walks the whole way: ticket -> proof -> `partitions.within` -> the session it names
 * -> the file -> the map again -> the stamp against the session -> bytes.
 */
import { Router, type Request, type Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { AccountId } from '../../identity/ids.ts';
import type { Tickets, VerifiedTicket } from '../../identity/ticket.ts';
import { createDeliverFile, type DeliverParts } from './deliver-file.ts';
import { asFailure } from './errors.ts';
import { allowGoogle, allowPlayers } from './media-cors.ts';
import { readMediaPath } from './media-path.ts';
import { createPace, type PaceOptions } from './pace.ts';
import { type CountRefusal, createRefusals } from './refusals.ts';
import { isOfAccount } from './request-log.ts';
import { createTakeSignal, type SignalParts } from './take-signal.ts';

export interface MediaParts extends DeliverParts, SignalParts {
  readonly tickets: Tickets;
  /** The bridge's own origin: its virtual display may signal too. */
  readonly origin: () => string;
  /** Told of each request that is refused. */
  readonly onRefused?: CountRefusal;
  readonly pace?: PaceOptions;
  /** Whether an account is one of the tripwire's canaries. */
  readonly isCanary?: (account: AccountId) => boolean;
}

/** What is known of a request when it has to be refused. */
interface Known {
  signalling: boolean;
  /** It has waited for the turn of its network. */
  paced?: boolean;
  ticket?: VerifiedTicket;
}

const placeOf = ({ signalling }: Known) => (signalling ? 'signalling' : 'media');

const idsOf = ({ ticket }: Known): object =>
  ticket === undefined ? {} : { device: ticket.device, session: ticket.session };

/** Routes below `/live`. */
export function mediaRoutes(parts: MediaParts): Router {
  const { tickets, origin } = parts;
  const deliver = createDeliverFile(parts);
  const signal = createTakeSignal(parts);
  const pace = createPace({ ...(parts.pause && { pause: parts.pause }), ...parts.pace });
  const refused = createRefusals(parts.log, parts.onRefused);

  async function answer(request: Request, response: Response, known: Known) {
    const path = readMediaPath(request.originalUrl);
    if (path === undefined) throw new Failure('not-found', 'no such stream');
    known.signalling = path.file === 'signal';
    if (known.signalling) allowGoogle(request, response, origin());
    else allowPlayers(request, response);
    const allowed = known.signalling ? ['POST'] : ['GET', 'HEAD'];
    // A ticket is not looked at for these.
    if (!allowed.includes(request.method)) {
      known.paced = true;
      await pace.stranger(request);
    }
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    if (!allowed.includes(request.method)) {
      response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
      const failure = new Failure('bad-request', 'no such method here');
      refused(request, placeOf(known), failure);
      response.status(405).json({ error: failure.code, message: failure.message });
      return;
    }
    const ticket = tickets.verify(path.ticket);
    known.ticket = ticket;
    isOfAccount(request, ticket.proof.account);
    const turn = pace.account(ticket.proof.account, request);
    if (turn !== undefined && !(await turn)) return;
    try {
      if (known.signalling) await signal(ticket, request, response);
      else await deliver(ticket, path.file, request, response);
    } finally {
      pace.leave(ticket.proof.account);
    }
  }

  // Paths are read in `answer`, by their own strict rule.
  const router = Router();
  router.use(async (request, response) => {
    const known: Known = { signalling: false };
    try {
      await answer(request, response, known);
    } catch (error) {
      const account = known.ticket?.proof.account;
      // Where nobody is known, the network that asks waits for its turn: refusing costs something, too.
      if (account === undefined && !known.paced) await pace.stranger(request);
      // A canary tries what must be refused, round after round, and tells itself what is not as it should be.
      if (account === undefined || !parts.isCanary?.(account)) {
        refused(request, placeOf(known), asFailure(error), idsOf(known));
      }
      throw error;
    }
  });
  return router;
}
