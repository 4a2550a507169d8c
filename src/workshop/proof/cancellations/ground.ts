/** What every attempt stands on: the accounts on the disk, and their cameras' stills. */
import { settleHouses, type Houses } from './houses.ts';
import { serveStills, type StillServer } from './still-server.ts';

export interface Ground {
  readonly houses: Houses;
  readonly stills: StillServer;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const stills = await serveStills();
  const houses = await settleHouses(stills);
  return {
    houses,
    stills,
    async close() {
      houses.close();
      await stills.close();
    },
  };
}
