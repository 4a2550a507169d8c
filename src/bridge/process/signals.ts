/**
 * Listens for an operator's signals before anything else of Casement is loaded. Without a listener SIGUSR2
 * would end the process, SIGUSR1 would open Node's debugger to every user of the machine, and SIGTERM would
 * end it uncleanly, or not at all if it is the first process of a container.
 */
import { performance } from 'node:perf_hooks';

/** A Ctrl-C reaches npm and the bridge alike, and npm passes it on: within this time both are one wish. */
const sameWishMs = 2_000;

export interface Signals {
  /** `stop` is called for every SIGUSR2, including one that came before. */
  onStop(stop: (signal: NodeJS.Signals) => void): void;
  /** `leave` is called for the first SIGTERM or SIGINT; one that came before has ended the process. */
  onLeave(leave: (signal: NodeJS.Signals) => void): void;
}

/** Begins to listen. */
export function listenForSignals(): Signals {
  const early: NodeJS.Signals[] = [];
  let heed = (signal: NodeJS.Signals): void => void early.push(signal);
  // Nothing is open yet that would have to be closed.
  let leave = (_signal: NodeJS.Signals): void => process.exit(0);
  process.on('SIGUSR2', (signal) => heed(signal));
  process.on('SIGUSR1', () => console.error('casement: SIGUSR1 opens no debugger here'));
  let askedAt: number | undefined;
  function leaveOnce(signal: NodeJS.Signals): void {
    if (askedAt === undefined) {
      askedAt = performance.now();
      leave(signal);
    } else if (performance.now() - askedAt > sameWishMs) {
      // A person who asks again does not want to wait: without a listener that ends the process at once.
      for (const name of ['SIGTERM', 'SIGINT']) process.removeListener(name, leaveOnce);
      process.kill(process.pid, signal);
    }
  }
  process.on('SIGTERM', leaveOnce);
  process.on('SIGINT', leaveOnce);
  return {
    onStop(stop) {
      heed = stop;
      for (const signal of early.splice(0)) stop(signal);
    },
    onLeave(listener) {
      leave = listener;
    },
  };
}
