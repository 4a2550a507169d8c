/**
 * Requests in turn: so that one account, or one stranger, who asks as hard as it can costs its
 * neighbours nothing that they notice. Nothing is refused that comes in the number of a household; a
 * flood finds the place of the account taken, waits, and is refused late, so that it slows itself down.
 */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { createFairGate, type FairGate, type FairGateOptions } from '../../common/fair-gate.ts';
import type { AccountId } from '../../identity/ids.ts';
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

/** A refusal costs something, too: of all that are due at a time, one of each begins in a turn. */
const refusalPace: FairGateOptions = {
  ...accountPace,
  perAccount: Infinity,
  waiting: Infinity,
  waitingInAll: Infinity,
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
   * Takes the turn of an account for a request: undefined where that is at once, else whether anybody waits for the
   * answer still. To be given back by `leave`, save where nobody does.
   * @throws Failure `too-many` or `overloaded`, late.
   */
  account(account: AccountId, request: IncomingMessage): Promise<boolean> | undefined;
  /** What began of an account turned out to cost so many small requests more than its headers told. */
  weigh(account: AccountId, weight: number): void;
  leave(account: AccountId): void;
  /** The turn of the network that a request comes from: as `account`, but nothing is to be given back. */
  stranger(request: Request): Promise<boolean> | undefined;
  /** `stranger` for all that comes this way. */
  readonly strangers: RequestHandler;
}

/** Nobody has come yet. */
export function createPace(options: PaceOptions = {}): Pace {
  const { pause = sleep } = options;
  const accounts = createFairGate(options.accounts ?? accountPace);
  const networks = createFairGate(options.strangers ?? strangerPace);
  const refusals = createFairGate(refusalPace);

  /** Whether the turn has come, and anybody waits for the answer still; then it is to be given back to `gate`. */
  async function take(
    turn: Promise<void>,
    gate: FairGate,
    key: unknown,
    { socket }: IncomingMessage,
  ): Promise<boolean> {
    try {
      await turn;
    } catch (error) {
      await pause(refusedAfterMs);
      if (socket.destroyed) return false;
      // Those that came at a time are due at a time.
      await refusals.run(key, async () => undefined).catch(() => undefined);
      throw error;
    }
    if (socket.destroyed) gate.leave(key);
    return !socket.destroyed;
  }

  async function leaveAfter(turn: Promise<void>, network: string, request: Request) {
    const isThere = await take(turn, networks, network, request);
    if (isThere) networks.leave(network);
    return isThere;
  }

  function stranger(request: Request): Promise<boolean> | undefined {
    const network = siteOf(addressOf(request) ?? '');
    const turn = networks.enter(network, weightOf(request));
    // Only how much begins is shared: what takes long here has a gate of its own.
    if (turn !== undefined) return leaveAfter(turn, network, request);
    networks.leave(network);
    return undefined;
  }

  /** What it rejects with goes to Express. */
  async function goOn(turn: Promise<boolean>, next: () => void): Promise<void> {
    if (await turn) next();
  }

  return {
    account(account, request) {
      const turn = accounts.enter(account, weightOf(request));
      return turn && take(turn, accounts, account, request);
    },
    weigh: (account, weight) => accounts.weigh(account, weight),
    leave: (account) => accounts.leave(account),
    stranger,
    strangers(request, _response, next) {
      const turn = stranger(request);
      if (turn !== undefined) return goOn(turn, next);
      next();
      return undefined;
    },
  };
}
