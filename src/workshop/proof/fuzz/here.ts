/** The health of this very process, for targets that run inside it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Watch {
  health(): Promise<{ heap: number; faults: readonly string[] }>;
  stop(): void;
}

/** Notes errors that nobody caught. */
export function watchHere(): Watch {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const faults: string[] = [];
  const note = (error: unknown): void => {
    faults.push(`nobody caught ${error instanceof Error ? String(error.stack) : String(error)}`);
  };
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  return {
    async health() {
      // What was just closed is released within a few turns of the event loop.
      for (let turn = 0; turn < 5; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        collect();
      }
      return { heap: process.memoryUsage().heapUsed, faults: faults.splice(0).slice(0, 3) };
    },
    stop() {
      process.off('unhandledRejection', note);
      process.off('uncaughtException', note);
    },
  };
}
