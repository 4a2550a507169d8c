/**
 * The real bridge as a process of its own that is reached at an origin of plain http: what stands in
 * front of it in a test. Takes `{ environment, origin }` as JSON; writes `listening` when it does. All else of it
 * is as `npm start` has it, unlike in the program of prove, which takes an origin, too.
 */
import { z } from 'zod';
import { startBridge } from '../../bridge/bridge.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { createLog } from '../../common/log.ts';

const schema = z.object({ environment: z.record(z.string(), z.string()), origin: z.string() });

const { environment, origin } = schema.parse(JSON.parse(process.argv[2] ?? ''));
const config = readConfig({ ...environment, PUBLIC_URL: 'https://bridge.example.net' });
const bridge = await startBridge({ ...config, publicUrl: origin }, createLog(config.logLevel));
process.once('SIGTERM', () => void bridge.close().then(() => process.exit(0)));
console.log('listening');
