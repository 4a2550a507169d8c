/**
 * Requests in turn: so that one account, or one stranger, who asks as hard as it can costs its
 * neighbours nothing that they notice. Nothing is refused that comes in the number of a household; a
 * flood finds the place of the account taken, waits, and is refused late, so that it slows itself down.
 */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { createFairGate, type FairGate, type FairGateOptions } from '../fair-gate.ts';
import type { AccountId } from '../identity/ids.ts';
import { addressOf } from './client-address.ts';
import { siteOf } from './guesses.ts';
import { limits } from './limits.ts';

/**
 * Of one account. A household's displays that are all on have a tenth of this under way; a request that
 * waits for a camera takes a place for seconds.
 */
export const accountPace: FairGateOptions = {
  atOnce: Infinity,
  perAccount: 64,
  waiting: 256,
  waitingInAll: 4_000,
  timeoutMs: 10_000,
  perTurn: { inAll: 16, ofOne: 1 },
};

/**
 * Of one network, before it is known who asks. Two hundred homes may stand behind one address: they
 * wait a few turns of the event loop for each other.
 */
export const strangerPace: FairGateOptions = {
  ...accountPace,
  perAccount: Infinity,
  waiting: 1_000,
  perTurn: { inAll: 8, ofOne: 2 },
};

export interface PaceOptions {
  readonly accounts?: FairGateOptions;
  readonly strangers?: FairGateOptions;
  /** How a refusal waits. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Whoever has so much waiting waits for the refusal, too. */
const refusedAfterMs = 2_000;
/** So many bytes of a body are as much work as a small request. */
const bytesOfOne = 1_024;
/** What is not told of by its length may be long. */
const weightOfUntold = 32;
/** A body that says to be longer than any that is taken is refused unread, and no more work than the longest. */
const mostWeight = limits.intentBytes / bytesOfOne;

/** How many small requests a request may cost, as far as its headers tell. */
export function weightOf({ headers }: Pick<IncomingMessage, 'headers'>): number {
  const { 'content-length': length, 'transfer-encoding': chunked } = headers;
  const isUntold = chunked !== undefined || headers['content-encoding'] !== undefined;
  const told = Math.min(mostWeight, Math.ceil(Number(length ?? 0) / bytesOfOne) || 1);
  return isUntold ? Math.max(told, weightOfUntold) : told;
}

export interface Pace {
  /**
   * Takes the turn of an account: undefined where that is at once. To be given back by `leave`.
   * @throws Failure `too-many` or `overloaded`, late.
   */
  account(account: AccountId, weight: number): Promise<void> | undefined;
  leave(account: AccountId): void;
  /** The turn of the network that a request comes from. @throws as `account`. */
  stranger(request: Request): Promise<void> | undefined;
  /** `stranger` for all that comes this way. */
  readonly strangers: RequestHandler;
}

/** Nobody has come yet. */
export function createPace(options: PaceOptions = {}): Pace {
  const { pause = sleep } = options;
  const accounts = createFairGate(options.accounts ?? accountPace);
  const networks = createFairGate(options.strangers ?? strangerPace);

  async function late(turn: Promise<void>): Promise<void> {
    await turn.catch(async (error: unknown) => {
      await pause(refusedAfterMs);
      throw error;
    });
  }

  async function leaveAfter(turn: Promise<void>, gate: FairGate, key: unknown): Promise<void> {
    await late(turn);
    gate.leave(key);
  }

  function stranger(request: Request): Promise<void> | undefined {
    const network = siteOf(addressOf(request) ?? '');
    const turn = networks.enter(network, weightOf(request));
    // Only how much begins is shared: what takes long here has a gate of its own.
    if (turn !== undefined) return leaveAfter(turn, networks, network);
    networks.leave(network);
    return undefined;
  }

  /** What it rejects with goes to Express. */
  async function goOn(
    turn: Promise<void>,
    { socket }: IncomingMessage,
    next: () => void,
  ): Promise<void> {
    await turn;
    // Nobody waits for the answer any more.
    if (!socket.destroyed) next();
  }

  return {
    account(account, weight) {
      const turn = accounts.enter(account, weight);
      return turn && late(turn);
    },
    leave: (account) => accounts.leave(account),
    stranger,
    strangers(request, _response, next) {
      const turn = stranger(request);
      if (turn !== undefined) return goOn(turn, request, next);
      next();
      return undefined;
    },
  };
}
