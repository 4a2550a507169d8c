/** Logs what keeps rounds from being made: once when it begins and once when it is over. */
import { frontDoorMend } from '../simulator/client/front-door-mend.ts';
import type { Log } from '../common/log.ts';
import type { RoundFailure } from './patrol.ts';

const words: Readonly<Record<RoundFailure['at'], readonly [begun: string, over: string]>> = {
  'front door': [
    'the tripwire cannot make its rounds through the front door (PUBLIC_URL, from this machine)',
    'the tripwire makes its rounds through the front door again',
  ],
  webrtc: ['the tripwire sees nothing by WebRTC', 'the tripwire sees pictures by WebRTC again'],
};

/** Must be called for every round: a front door can be away for days, and UDP blocked for ever. */
export function createRoundLog(log: Pick<Log, 'warn'>) {
  const failing = new Set<RoundFailure['at']>();

  function begin({ at, why: failure }: RoundFailure): void {
    const mend = at === 'front door' ? frontDoorMend(failure) : undefined;
    const fields = { failure, ...(mend !== undefined && { mend }) };
    if (!failing.has(at)) log.warn(fields, words[at][0]);
    failing.add(at);
  }

  function end(at: RoundFailure['at']): void {
    if (failing.delete(at)) log.warn(words[at][1]);
  }

  return (failure: RoundFailure | undefined): void => {
    if (failure !== undefined) begin(failure);
    // If the front door is away, nobody knows about the rest.
    if (failure?.at !== 'front door') end('front door');
    if (failure === undefined) end('webrtc');
  };
}
