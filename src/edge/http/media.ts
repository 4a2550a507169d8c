/**
 * The media edge: every byte of a camera that leaves over HTTP leaves here.
 *
 * Each request walks the whole way: ticket -> proof -> `partitions.within` -> the session it names
 * -> the file -> the map again -> the stamp against the session -> bytes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Router, type Request, type Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { AccountId } from '../../identity/ids.ts';
import type { Tickets, VerifiedTicket } from '../../identity/ticket.ts';
import type { NamedSession, Partition, Session } from '../../wall/partitions/partition.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import type { Filmed } from '../../wall/partitions/stamp.ts';
import { createRate } from '../../common/rate.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import { streamBearerOf } from './bearer.ts';
import { readJson } from './body.ts';
import { addressOf } from './client-address.ts';
import type { EdgeLog } from './log.ts';
import { createInFlight } from './in-flight.ts';
import { asFailure } from './errors.ts';
import { allowGoogle, allowPlayers } from './media-cors.ts';
import { readMediaPath } from './media-path.ts';
import { createOver } from './over.ts';
import { createPace, type PaceOptions } from './pace.ts';
import { type CountRefusal, createRefusals } from './refusals.ts';
import { isOfAccount } from './request-log.ts';
import { parseSignal, signalAnswer } from './signal-message.ts';
import { createUntaken, defaultUntakenLimits, type UntakenLimits } from './untaken.ts';

export interface MediaParts {
  readonly partitions: Partitions;
  readonly tickets: Tickets;
  readonly streams: Streams;
  /** The bridge's own origin: its virtual display may signal too. */
  readonly origin: () => string;
  /** Whether the network addresses of displays go into the record of who was shown what. */
  readonly recordAddresses: boolean;
  readonly log: EdgeLog;
  /** Told of each request that is refused. */
  readonly onRefused?: CountRefusal;
  /** What stands for an address where it must not stand itself. */
  readonly displayPlace: (address: string) => string;
  /** How many signalling messages of one account are taken in ten seconds; 200 where left out. */
  readonly mostSignals?: number;
  /** How a refusal waits. */
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly pace?: PaceOptions;
  /** How much may wait for slow displays. */
  readonly untaken?: UntakenLimits;
  /** Whether an account is one of the tripwire's canaries. */
  readonly isCanary?: (account: AccountId) => boolean;
}

/** What is about to be written, with its origin. */
interface Payload extends Filmed {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** How many access units are inside. */
  readonly units: number;
}

const signalLimit = 100_000;
/** All displays of an account that come back at once send no more. */
const usualMostSignals = 200;
/** Whoever sends more waits for the refusal, so that a flood slows itself down. */
const refusedAfterMs = 2_000;

function named({ session, device, protocol }: VerifiedTicket): NamedSession {
  return { session, device, protocol };
}

/** Whether a request carries the bearer that was given out with its ticket. */
function bears(ticket: VerifiedTicket, request: Request): boolean {
  const bearer = streamBearerOf(request);
  return bearer !== undefined && ticket.confirms(bearer);
}

/** One answer for whatever is wrong with a ticket, so that guessing teaches nothing. */
function hidden(error: unknown): unknown {
  const telling =
    error instanceof Failure &&
    ['unauthenticated', 'forbidden', 'stream-ended'].includes(error.code);
  return telling ? new Failure('not-found', 'no such stream', { cause: error }) : error;
}

const isNotFound = (error: unknown) => error instanceof Failure && error.code === 'not-found';

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
  const { partitions, tickets, streams, origin, recordAddresses, displayPlace } = parts;
  const { pause = sleep, mostSignals = usualMostSignals } = parts;
  const inFlight = createInFlight();
  const untaken = createUntaken(parts.untaken ?? defaultUntakenLimits, (account) =>
    parts.log.warn({ account }, 'an answer was cut: too much waits for slow displays'),
  );
  const countSignal = createRate({
    most: mostSignals,
    seconds: 10,
    words: 'too many messages were sent in ten seconds',
  });
  const over = createOver();
  const pace = createPace({ pause, ...parts.pace });
  const refused = createRefusals(parts.log, parts.onRefused);

  /** Notes that a session's ticket was used, and from where. */
  function use<P>(session: Session<P>, request: Request): void {
    const address = recordAddresses ? addressOf(request) : undefined;
    session.touch(address);
    session.usedFrom(address ?? displayPlace(addressOf(request) ?? ''));
  }

  async function deliver(
    ticket: VerifiedTicket,
    file: string,
    request: Request,
    response: Response,
  ) {
    if (ticket.protocol === 'webrtc' && !bears(ticket, request)) {
      throw new Failure('not-found', 'no such stream');
    }
    await partitions.within(ticket.proof, async (partition) => {
      const payload = await toldIfItStands(partition, ticket, fetch(partition, ticket, file));
      // Making the payload may have taken seconds: the map is read again before anything leaves.
      const session = await partition.session(named(ticket));
      session.admit(payload);
      const head = request.method === 'HEAD';
      use(session, request);
      // HEAD tells the size, and with it how much moves before the camera: it is a delivery, too.
      if (head) session.delivered(0, 0);
      else session.delivered(payload.body.byteLength, payload.units);
      // Writing that down took time, in which the process may have been made to stand still.
      session.admit(payload);
      inFlight.track(session, response, (reason) => {
        const fields = { reason, device: ticket.device, session: ticket.session };
        parts.log.warn(fields, 'an answer was cut: its display did not take it');
      });
      if (!head) untaken.track(ticket.proof.account, response, payload.body.byteLength);
      response.setHeader('Content-Type', payload.contentType);
      response.setHeader('Content-Length', payload.body.byteLength);
      // A part of a segment is of use to no player; one that asks for it gets the whole.
      response.setHeader('Accept-Ranges', 'none');
      response.end(head ? undefined : payload.body);
    });
  }

  /**
   * The outcome of `work`; where it fails, how is told only while the right stands. It may have taken seconds, and what
   * ails a camera is nobody's business who has lost it meanwhile.
   */
  async function toldIfItStands<P, T>(
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

  async function fetch<P>(
    partition: Partition<P>,
    ticket: VerifiedTicket,
    file: string,
  ): Promise<Payload> {
    const session = await partition.session(named(ticket));
    over.watch(ticket.session, session);
    session.touch();
    if (file === 'snapshot.jpg') {
      const { jpeg, stamp, heardAt } = await streams.still(partition, session);
      return { body: jpeg, contentType: 'image/jpeg', units: 1, stamp, heardAt };
    }
    if (ticket.protocol !== 'hls') throw new Failure('not-found', 'no such stream');
    return streams.hlsFile(partition, session, file);
  }

  async function signal(ticket: VerifiedTicket, request: Request, response: Response) {
    if (ticket.protocol !== 'webrtc') throw new Failure('not-found', 'no such stream');
    if (!bears(ticket, request)) {
      throw new Failure('unauthenticated', 'the bearer does not belong to this stream');
    }
    // Before anything is looked up for it, or read: that is what costs.
    await countSignal(ticket.proof.account).catch(async (error: unknown) => {
      await pause(refusedAfterMs);
      throw error;
    });
    const message = parseSignal(await readJson(request, signalLimit));
    if (message.deviceId !== undefined && message.deviceId !== ticket.device) {
      throw new Failure('not-found', 'no such stream');
    }
    const sdp = await partitions
      .within(ticket.proof, async (partition) => {
        const session = await partition.session(named(ticket));
        // Who asks whether it is over watches nothing by that.
        if (message.signal.action === 'state') return undefined;
        use(session, request);
        return toldIfItStands(
          partition,
          ticket,
          streams.signal(partition, session, message.signal),
        );
      })
      .catch((error: unknown) => {
        const failure = hidden(error);
        // A display that heard no answer to its end repeats it; over it is either way.
        if (message.signal.action === 'end' && isNotFound(failure)) return undefined;
        throw failure;
      });
    response.json(signalAnswer(message, sdp));
  }

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
      await serve(ticket, path.file, known.signalling, request, response);
    } finally {
      pace.leave(ticket.proof.account);
    }
  }

  async function serve(
    ticket: VerifiedTicket,
    file: string,
    signalling: boolean,
    request: Request,
    response: Response,
  ): Promise<void> {
    if (signalling) return signal(ticket, request, response);
    await deliver(ticket, file, request, response).catch((error: unknown) => {
      // Its right stands, and its ticket is genuine: only then it is told that it came too late.
      if (isNotFound(error) && over.has(ticket.session)) {
        throw new Failure('stream-ended', 'the stream is over');
      }
      throw hidden(error);
    });
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
