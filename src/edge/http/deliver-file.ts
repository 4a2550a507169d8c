/** Playlists, segments and stills: what a display fetches, on its last steps. */
import type { Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { VerifiedTicket } from '../../identity/ticket.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import type { Partition } from '../../wall/partitions/partition.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import type { Filmed } from '../../wall/partitions/stamp.ts';
import { createInFlight } from './in-flight.ts';
import type { EdgeLog } from './log.ts';
import { createOver } from './over.ts';
import {
  bears,
  hidden,
  isNotFound,
  named,
  toldIfItStands,
  use,
  type UseParts,
} from './ticket-session.ts';
import { createUntaken, defaultUntakenLimits, type UntakenLimits } from './untaken.ts';

export interface DeliverParts extends UseParts {
  readonly partitions: Partitions;
  readonly streams: Streams;
  readonly log: EdgeLog;
  /** How much may wait for slow displays. */
  readonly untaken?: UntakenLimits;
}

/** What is about to be written, with its origin. */
interface Payload extends Filmed {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** How many access units are inside. */
  readonly units: number;
}

export type DeliverFile = (
  ticket: VerifiedTicket,
  file: string,
  request: Request,
  response: Response,
) => Promise<void>;

/**
 * Makes what answers a request for a file of a stream. It rejects with Failure `stream-ended` if the stream is over and
 * the right stands, else `not-found`.
 */
export function createDeliverFile(parts: DeliverParts): DeliverFile {
  const { partitions, streams, log } = parts;
  const inFlight = createInFlight();
  const untaken = createUntaken(parts.untaken ?? defaultUntakenLimits, (account) =>
    log.warn({ account }, 'an answer was cut: too much waits for slow displays'),
  );
  const over = createOver();

  async function deliver(
    ticket: VerifiedTicket,
    file: string,
    request: Request,
    response: Response,
  ): Promise<void> {
    if (ticket.protocol === 'webrtc' && !bears(ticket, request)) {
      throw new Failure('not-found', 'no such stream');
    }
    await partitions.within(ticket.proof, async (partition) => {
      const payload = await toldIfItStands(partition, ticket, fetch(partition, ticket, file));
      // Making the payload may have taken seconds: the map is read again before anything leaves.
      const session = await partition.session(named(ticket));
      session.admit(payload);
      const head = request.method === 'HEAD';
      use(session, request, parts);
      // HEAD tells the size, and with it how much moves before the camera: it is a delivery, too.
      if (head) session.delivered(0, 0);
      else session.delivered(payload.body.byteLength, payload.units);
      // Writing that down took time, in which the process may have been made to stand still.
      session.admit(payload);
      inFlight.track(session, response, (reason) => {
        const fields = { reason, device: ticket.device, session: ticket.session };
        log.warn(fields, 'an answer was cut: its display did not take it');
      });
      if (!head) untaken.track(ticket.proof.account, response, payload.body.byteLength);
      response.setHeader('Content-Type', payload.contentType);
      response.setHeader('Content-Length', payload.body.byteLength);
      // A part of a segment is of use to no player; one that asks for it gets the whole.
      response.setHeader('Accept-Ranges', 'none');
      response.end(head ? undefined : payload.body);
    });
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

  return (ticket, file, request, response) =>
    deliver(ticket, file, request, response).catch((error: unknown) => {
      // Its right stands, and its ticket is genuine: only then it is told that it came too late.
      if (isNotFound(error) && over.has(ticket.session)) {
        throw new Failure('stream-ended', 'the stream is over');
      }
      throw hidden(error);
    });
}
