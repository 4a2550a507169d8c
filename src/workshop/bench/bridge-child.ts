/**
 * The real bridge as a program of the bench. It is none of those of proofs and tests, because it obeys `startChild` as
 * all programs of the bench do, and nothing may be changed in it that is measured.
 *
 * Verbs: `started`, answered when it listens; `asked`, how often the store was; `memory`; `cpu`.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { startBridge } from '../../bridge/bridge.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { createLog } from '../../common/log.ts';
import { countQueries } from './count-queries.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({
  /** As `npm start` reads it. */
  environment: z.record(z.string(), z.string()),
  /** Times, in milliseconds, that a demo cannot be given by its environment. */
  cameraLingerMs: z.number().optional(),
  /** Whether questions to the store are counted, which costs a little. */
  counts: z.boolean().optional(),
  stream: z.object({ openMs: z.number(), idleMs: z.number(), maxMs: z.number() }).optional(),
});

export type BridgeSettings = z.infer<typeof schema>;

/** Bytes of what lives on the heap and beside it, once what does not is gone. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function start() {
  const { environment, cameraLingerMs, counts, stream } = settingsOf(schema);
  const asked = counts === true ? countQueries() : undefined;
  const config = readConfig(environment);
  const bridge = await startBridge(
    {
      ...config,
      ...(cameraLingerMs !== undefined && { cameraLingerMs }),
      ...(stream !== undefined && { stream }),
    },
    createLog(config.demo ? 'warn' : config.logLevel),
  );
  return {
    verbs: { started: () => true, asked: () => asked?.() ?? 0, memory },
    close: () => bridge.close(),
  };
}

obey(start());
