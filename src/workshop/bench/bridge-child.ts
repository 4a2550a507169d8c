/**
 * The real bridge as a program of the bench. It is none of those of proofs and tests, because it obeys `startChild` as
 * all programs of the bench do, and nothing may be changed in it that is measured.
 *
 * Verbs: `started`, answered when it listens; `cpu`.
 */
import { z } from 'zod';
import { startBridge } from '../../bridge/bridge.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { createLog } from '../../common/log.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({
  /** As `npm start` reads it. */
  environment: z.record(z.string(), z.string()),
  /** Times, in milliseconds, that a demo cannot be given by its environment. */
  cameraLingerMs: z.number().optional(),
  stream: z.object({ openMs: z.number(), idleMs: z.number(), maxMs: z.number() }).optional(),
});

export type BridgeSettings = z.infer<typeof schema>;

async function start() {
  const { environment, cameraLingerMs, stream } = settingsOf(schema);
  const config = readConfig(environment);
  const bridge = await startBridge(
    {
      ...config,
      ...(cameraLingerMs !== undefined && { cameraLingerMs }),
      ...(stream !== undefined && { stream }),
    },
    createLog(config.demo ? 'warn' : config.logLevel),
  );
  return { verbs: { started: () => true }, close: () => bridge.close() };
}

obey(start());
