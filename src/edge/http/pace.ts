/**
 * Requests in turn: an account, or a stranger, that asks as hard as it can costs its neighbours nothing that
 * they notice. No request is refused in the numbers that an account sends; a flood finds the place of its account
 * taken, waits, and is refused late, so that it slows itself down.
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
 * The limits of one account. All displays of an account together have a tenth of this under way; a request that
 * waits for a camera takes a place for seconds.
 */
const accountPace: FairGateOptions = {
  atOnce: Infinity,
  perAccount: 64,
  waiting: 256,
  waitingInAll: 4_000,
  timeoutMs: 10_000,
  perTurn: { inAll: 16, ofOne: 1 },
};

/**
 * The limits of one network, before it is known who asks. Two hundred homes may stand behind one address:
 * they wait a few turns of the event loop for each other.
 */
const strangerPace: FairGateOptions = {
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

/** A key that has so much waiting waits for the refusal, too. */
const refusedAfterMs = 2_000;
/** So many bytes of a body are as much work as a small request. */
const bytesOfOne = 1_024;
/** A body that does not declare its length may be long. */
const weightOfUndeclared = 32;
/** A body that declares more than any accepted length is refused unread, and is no more work than the longest. */
const maxWeight = limits.intentBytes / bytesOfOne;

/** Returns how many small requests a request may cost, by what its headers say. */
export function weightOf({ headers }: Pick<IncomingMessage, 'headers'>): number {
  const { 'content-length': length, 'transfer-encoding': chunked } = headers;
  const isUndeclared = chunked !== undefined || headers['content-encoding'] !== undefined;
  const declared = Math.min(maxWeight, Math.ceil(Number(length ?? 0) / bytesOfOne) || 1);
  return isUndeclared ? Math.max(declared, weightOfUndeclared) : declared;
}

export interface Pace {
  /**
   * Takes the turn of an account for a request: returns undefined if it comes at once, else a promise of
   * whether anybody still waits for the answer. `leave` returns the turn, unless nobody waits.
   * @throws Failure `too-many` or `overloaded`, late.
   */
  account(account: AccountId, request: IncomingMessage): Promise<boolean> | undefined;
  /** Notes that work of an account turned out to cost so many small requests more than its headers said. */
  weigh(account: AccountId, weight: number): void;
  leave(account: AccountId): void;
  /** Takes the turn of the network that a request comes from: as `account`, but no turn is returned. */
  stranger(request: Request): Promise<boolean> | undefined;
  /** Applies `stranger` to every request that passes. */
  readonly strangers: RequestHandler;
}

/** Makes it, with nobody waiting. */
export function createPace(options: PaceOptions = {}): Pace {
  const { pause = sleep } = options;
  const accounts = createFairGate(options.accounts ?? accountPace);
  const networks = createFairGate(options.strangers ?? strangerPace);
  const refusals = createFairGate(refusalPace);

  /** Whether the turn has come and anybody still waits for the answer; if so, the turn must be returned to `gate`. */
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
      // Refusals of requests that came at a time are due at a time.
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
    // Only how much begins is shared: long work here has a gate of its own.
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
