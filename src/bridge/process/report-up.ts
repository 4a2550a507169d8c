/** Reports that the bridge is up, and which process to signal in an emergency. */
import type { Log } from '../../common/log.ts';
import { welcome } from '../../simulator/demo/welcome.ts';
import type { Bridge } from '../bridge.ts';

/** Logs a line for a bridge that runs for real, and prints its process; welcomes to a demo on standard output. */
export function reportUp(
  { demo, origin, at }: Pick<Bridge, 'demo' | 'origin' | 'at'>,
  dataDir: string,
  log: Log,
): void {
  const { pid } = process;
  if (demo === undefined) {
    log.info({ origin, at, pid }, 'listening');
    // Written at any level of the log: it is what an operator needs in an emergency.
    console.error(`casement: process ${pid} (kill -USR2 ${pid} stops all delivery)`);
  } else console.log(welcome(demo, dataDir, pid));
}
