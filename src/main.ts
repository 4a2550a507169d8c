/** Starts Casement: configuration -> bridge -> listen -> suspend on SIGUSR2, drain on SIGTERM. */
import { welcome } from './lab/demo/welcome.ts';
import { startBridge } from './bridge.ts';
import { markBuildInUse } from './build-in-use.ts';
import { knownNames, readConfig } from './config.ts';
import { checkNames, readDotEnv, withLines } from './dotenv.ts';
import { Failure } from './failures.ts';
import { createLog } from './log.ts';

markBuildInUse();
const dotEnv = readDotEnv('.env');

/** Ends with a plain word where the operator can mend it, with everything where it is our fault. */
function giveUp(error: unknown): never {
  const plain = error instanceof Failure || (error instanceof Error && 'code' in error);
  console.error(plain ? `casement: ${withLines(error.message, dotEnv)}` : error);
  process.exit(1);
}

try {
  checkNames(dotEnv, knownNames);
  const config = readConfig({ ...dotEnv.values, ...process.env });
  const log = createLog(
    config.demo && process.env.LOG_LEVEL === undefined ? 'warn' : config.logLevel,
  );
  const starting = startBridge(config, log);
  // Heard from the beginning: without a listener this signal ends a process.
  process.on('SIGUSR2', (signal) => {
    log.warn({ signal }, 'stopping all delivery');
    starting
      .then((bridge) => bridge.suspend(`signal ${signal}`))
      .then(() => log.warn({ signal }, 'all delivery is suspended until it is resumed'))
      .catch((error: unknown) => log.error({ err: error }, 'the suspension was not written down'));
  });
  const bridge = await starting;
  if (bridge.demo === undefined) log.info({ origin: bridge.origin }, 'listening');
  else console.log(welcome(bridge.demo, config.dataDir));

  const leave = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'draining');
    bridge.close().then(() => process.exit(0), giveUp);
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
} catch (error) {
  giveUp(error);
}
