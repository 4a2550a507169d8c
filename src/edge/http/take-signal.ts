/** What a WebRTC display posts to its stream: its offer, that it is over, whether it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import { createRate } from '../../common/rate.ts';
import type { VerifiedTicket } from '../../identity/ticket.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import { readJson } from './body.ts';
import { parseSignal, signalAnswer } from './signal-message.ts';
import {
  bears,
  hidden,
  isNotFound,
  named,
  toldIfItStands,
  use,
  type UseParts,
} from './ticket-session.ts';

export interface SignalParts extends UseParts {
  readonly partitions: Partitions;
  readonly streams: Streams;
  /** How many signalling messages of one account are taken in ten seconds; 200 if left out. */
  readonly maxSignals?: number;
  /** How a refusal waits. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const signalLimit = 100_000;
/** All displays of an account that come back at once send no more. */
const usualMaxSignals = 200;
/** Whoever sends more waits for the refusal, so that a flood slows itself down. */
const refusedAfterMs = 2_000;

export type TakeSignal = (
  ticket: VerifiedTicket,
  request: Request,
  response: Response,
) => Promise<void>;

/** Makes what takes the WebRTC messages of a display: its offer, its answer, the end. */
export function createTakeSignal(parts: SignalParts): TakeSignal {
  const { partitions, streams, pause = sleep, maxSignals = usualMaxSignals } = parts;
  const countSignal = createRate({
    most: maxSignals,
    seconds: 10,
    words: 'too many messages were sent in ten seconds',
  });

  return async function signal(
    ticket: VerifiedTicket,
    request: Request,
    response: Response,
  ): Promise<void> {
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
        use(session, request, parts);
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
  };
}
