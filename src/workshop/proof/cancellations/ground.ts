/** What every attempt stands on: the accounts on the disk, and their cameras' stills. */
import type { EngineName } from '../engine.ts';
import { settleCallers, type Callers } from './callers.ts';
import { serveStills, type StillServer } from './still-server.ts';

export interface Ground {
  readonly callers: Callers;
  readonly stills: StillServer;
  close(): Promise<void>;
}

/** Resolves once the stills are served. The caller closes it. */
export async function openGround(engine?: EngineName): Promise<Ground> {
  const stills = await serveStills();
  const callers = await settleCallers(stills, engine);
  return {
    callers,
    stills,
    async close() {
      await callers.close();
      await stills.close();
    },
  };
}
