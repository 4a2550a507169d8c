/** Finds a port for a server that has to know it before it listens. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any: nobody gets it meanwhile. */
const lowest = 20_000;
const highest = 32_767;
const tries = 100;

/** Returns a port of `host` that is free now. @throws Error if there is none */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let left = tries; left > 0; left -= 1) {
    const port = randomInt(lowest, highest + 1);
    const probe = createServer().listen(port, host);
    try {
      await once(probe, 'listening');
    } catch (error) {
      if (left === 1) throw error;
      continue;
    }
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error('no port is free');
}
