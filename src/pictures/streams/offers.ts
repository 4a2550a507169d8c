/** Limits how many WebRTC connections are made: shared fairly among accounts, so many a minute for each. */
import { createFairGate, type FairGateOptions } from '../../common/fair-gate.ts';
import { createRate } from '../../common/rate.ts';
import type { WebRtcEngine } from './webrtc/peer.ts';

export interface OfferLimits extends FairGateOptions {
  /** How many connections are made for one account in a minute. */
  readonly perMinute: number;
}

/**
 * When all displays of an account come back at once they make one for each of its sessions; a display with a bad
 * network makes a new one every few seconds.
 */
export const defaultOfferLimits: OfferLimits = {
  atOnce: 32,
  perAccount: 4,
  waiting: 32,
  timeoutMs: 5_000,
  perMinute: 300,
};

type Connect = WebRtcEngine['connect'];

/**
 * Makes connections by `connect` when it is the turn of the account that `key` stands for.
 * @throws Failure `too-many` or `overloaded` if a limit is reached.
 */
export function shareOffers(connect: Connect, limits: OfferLimits): (key: string) => Connect {
  const gate = createFairGate(limits);
  const count = createRate({
    most: limits.perMinute,
    seconds: 60,
    words: 'too many connections were asked for in a minute',
  });
  return (key) => async (request) => {
    await count(key);
    return gate.run(key, () => connect(request));
  };
}
