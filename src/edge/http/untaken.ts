/**
 * Answers with media that were written and not taken yet. Each keeps its whole segment in memory, even long
 * after that has left its window, for as long as a display reads a byte now and then: so each account has a
 * limit, and all together have one. Beyond it the oldest answer of the account that has the most is cut.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AccountId } from '../../identity/ids.ts';

export interface UntakenLimits {
  /** Bytes for one account: more than all displays of a family have under way on the slowest network. */
  readonly ofOne: number;
  readonly inAll: number;
}

export const defaultUntakenLimits: UntakenLimits = {
  ofOne: 128 * 1024 * 1024,
  inAll: 512 * 1024 * 1024,
};

/** What an answer costs besides its body: socket, headers, the system's buffers. */
const bytesOfAnswer = 16 * 1024;

interface Share {
  bytes: number;
  /** The oldest first. */
  readonly answers: Map<ServerResponse, number>;
}

export interface Untaken {
  /** Counts an answer of `bytes` until it is taken or its connection is gone. It must not be written yet. */
  track(account: AccountId, response: ServerResponse, bytes: number): void;
  /** How much waits, in bytes. */
  readonly bytes: number;
}

/** Makes it, with nothing waiting. `onCut` is called for each answer that is cut. */
export function createUntaken(
  limits: UntakenLimits,
  onCut: (account: AccountId) => void = () => undefined,
): Untaken {
  const shares = new Map<AccountId, Share>();
  /** What to drop when a connection is gone, for answers that wait behind others on it. */
  const behind = new WeakMap<Socket, Set<() => void>>();
  let inAll = 0;

  function forget(account: AccountId, share: Share, response: ServerResponse): void {
    const bytes = share.answers.get(response) ?? 0;
    if (!share.answers.delete(response)) return;
    share.bytes -= bytes;
    inAll -= bytes;
    if (share.answers.size === 0) shares.delete(account);
  }

  function cutOldest(account: AccountId, share: Share): void {
    const [oldest] = share.answers.keys();
    if (oldest === undefined) return;
    const { socket } = oldest.req;
    // It may be gone without this having been told yet.
    if (!socket.destroyed) {
      onCut(account);
      socket.resetAndDestroy();
    }
    forget(account, share, oldest);
  }

  /**
   * An answer that waits behind another (pipelining) is never told that its connection has closed. One that
   * has its turn is, and is let go then, as the connection may stay for hours.
   */
  function whenGone(response: ServerResponse, work: () => void): void {
    const { socket } = response.req;
    const works = behind.get(socket) ?? new Set();
    if (!behind.has(socket)) {
      behind.set(socket, works);
      socket.once('close', () => {
        for (const each of works) each();
      });
    }
    works.add(work);
    response.once('close', () => works.delete(work));
  }

  function largest(): [AccountId, Share] | undefined {
    let most: [AccountId, Share] | undefined;
    for (const entry of shares) if (entry[1].bytes > (most?.[1].bytes ?? 0)) most = entry;
    return most;
  }

  return {
    track(account, response, length) {
      // Making it took a while, and its display has gone: nothing waits, and nobody would report it.
      if (response.req.socket.destroyed) return;
      const bytes = length + bytesOfAnswer;
      const share = shares.get(account) ?? { bytes: 0, answers: new Map<ServerResponse, number>() };
      shares.set(account, share);
      share.answers.set(response, bytes);
      share.bytes += bytes;
      inAll += bytes;
      const gone = (): void => forget(account, share, response);
      response.once('close', gone);
      if (response.socket === null) whenGone(response, gone);
      // The newest stays: even one that is larger than the whole limit is a segment.
      while (share.bytes > limits.ofOne && share.answers.size > 1) cutOldest(account, share);
      while (inAll > limits.inAll) {
        const most = largest();
        if (most === undefined || (most[1] === share && share.answers.size === 1)) break;
        cutOldest(...most);
      }
    },
    get bytes() {
      return inAll;
    },
  };
}
