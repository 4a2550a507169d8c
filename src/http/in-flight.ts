/**
 * Answers still on their way to a slow display. When their session ends they are cut, so that what
 * was already handed to the socket does not trickle on after a revocation.
 */
import type { ServerResponse } from 'node:http';
import type { Session } from '../partitions/partition.ts';

type Ending = Pick<Session<unknown>, 'onEnd'>;

export interface InFlight {
  /** Cuts `response` if `session` ends before it is wholly sent. */
  track(session: Ending, response: ServerResponse): void;
}

/** An empty register. */
export function createInFlight(): InFlight {
  const open = new WeakMap<Ending, Set<ServerResponse>>();

  function responsesOf(session: Ending): Set<ServerResponse> {
    const known = open.get(session);
    if (known !== undefined) return known;
    const responses = new Set<ServerResponse>();
    open.set(session, responses);
    session.onEnd(() => {
      // A reset drops what the kernel still holds; a close would send it. The request's socket: an
      // answer that waits behind another on its connection (pipelining) has none of its own yet.
      for (const response of responses) response.req.socket.resetAndDestroy();
    });
    return responses;
  }

  return {
    track(session, response) {
      const responses = responsesOf(session);
      // One that waited behind another is never told that its connection has closed.
      for (const other of responses) if (other.req.socket.destroyed) responses.delete(other);
      responses.add(response);
      response.once('close', () => responses.delete(response));
    },
  };
}
