/**
 * Hears the signals of an operator before anything else of Casement is loaded: without a listener
 * SIGUSR2 would end the process, and SIGUSR1 would open Node's debugger to every user of the machine.
 */
export interface Signals {
  /** `stop` is called for every SIGUSR2, also for one that came before. */
  onStop(stop: (signal: NodeJS.Signals) => void): void;
}

/** Begins to listen. */
export function hearSignals(): Signals {
  const early: NodeJS.Signals[] = [];
  let heed = (signal: NodeJS.Signals): void => void early.push(signal);
  process.on('SIGUSR2', (signal) => heed(signal));
  process.on('SIGUSR1', () => console.error('casement: SIGUSR1 opens no debugger here'));
  return {
    onStop(stop) {
      heed = stop;
      for (const signal of early.splice(0)) stop(signal);
    },
  };
}
