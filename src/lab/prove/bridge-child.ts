/**
 * The real bridge as a process of its own, with two things about it that no installation can set:
 * how many households it keeps open, and a wall clock that can be moved.
 *
 * Listens to messages: `{ jumpMs }` moves the clock; losing its parent ends it.
 */
import { z } from 'zod';
import { startBridge } from '../../bridge.ts';
import { readConfig } from '../../config.ts';
import { createLog } from '../../log.ts';

const settings = z.object({
  /** As `npm start` reads it. */
  environment: z.record(z.string(), z.string()),
  /** The origin under which displays reach it: plain http on this machine. */
  origin: z.string(),
  households: z.int().positive(),
});

const message = z.object({ jumpMs: z.number() });

const { environment, origin, households } = settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const trueNow = Date.now.bind(Date);
let offsetMs = 0;
// Before the bridge is built: it takes the clock with it then.
Date.now = () => trueNow() + offsetMs;

const config = readConfig(environment);
const bridge = await startBridge(
  { ...config, publicUrl: origin },
  createLog(config.logLevel),
  households,
);
const leave = (): void => void bridge.close().then(() => process.exit(0));
process.on('message', (told) => {
  offsetMs += message.parse(told).jumpMs;
});
process.on('disconnect', leave);
process.on('SIGTERM', leave);
process.send?.('listening');
