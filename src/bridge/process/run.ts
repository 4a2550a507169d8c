/** Runs Casement: configuration -> bridge -> listen -> suspend on SIGUSR2, drain on SIGTERM. */
import { mkdirSync } from 'node:fs';
import { holdBuild } from './build-in-use.ts';
import { startBridge } from '../bridge.ts';
import { type Config, knownNames, readConfig } from '../config/config.ts';
import { keepStop } from '../control/stop-file.ts';
import { noDotEnv, readDotEnv, strangeNames, withLines } from '../config/dotenv.ts';
import { Failure } from '../../common/failures.ts';
import { welcome } from '../../simulator/demo/welcome.ts';
import { leave } from './leave.ts';
import { createLog } from '../../common/log.ts';
import type { Signals } from './signals.ts';
import { startTrouble } from './start-trouble.ts';

/** Resolves when the bridge listens; ends the process, with a word why, where it cannot. */
export async function run(signals: Signals): Promise<void> {
  holdBuild();
  let dotEnv = noDotEnv;
  let known: Config | undefined;

  /** Ends with a plain word where the operator can mend it, with everything where it is our fault. */
  function giveUp(error: unknown): never {
    const plain = error instanceof Failure || (error instanceof Error && 'code' in error);
    const words = startTrouble(error, known) ?? (plain ? error.message : undefined);
    console.error(words === undefined ? error : `casement: ${withLines(words, dotEnv)}`);
    process.exit(1);
  }

  try {
    dotEnv = readDotEnv('.env');
    const strange = strangeNames(dotEnv, knownNames);
    const config = readConfig({ ...dotEnv.values, ...process.env }, strange);
    known = config;
    const log = createLog(
      config.demo && process.env.LOG_LEVEL === undefined ? 'warn' : config.logLevel,
      config.logFormat,
    );
    if (dotEnv.isOpenToAll === true && 'OAUTH_CLIENT_SECRET' in dotEnv.values) {
      const mend = 'chmod 600 .env';
      log.warn({ mend }, 'every user of this machine may read .env, which holds a secret');
    }
    const starting = startBridge(config, log);
    let isUp = false;
    signals.onStop((signal) => {
      log.warn({ signal }, 'stopping all delivery');
      const reason = `signal ${signal}`;
      try {
        // The bridge looks for this before it listens. Once it is there it keeps the stop itself: its
        // folder may have been moved, and another must not come into being in that place.
        if (!isUp) {
          mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
          keepStop(config.dataDir, { since: Date.now(), terms: { reason } });
        }
      } catch (error) {
        log.error({ err: error }, 'the stop could not be kept in a file');
      }
      starting
        .then((bridge) => bridge.suspend({ reason }))
        .then(() => log.warn({ signal }, 'all delivery is suspended until it is resumed'))
        .catch((error: unknown) =>
          log.error({ err: error }, 'the suspension was not written down'),
        );
    });
    signals.onLeave((signal) => {
      log.info({ signal }, 'draining');
      const exit = (status: number): never => {
        // At the level of a demo's log nothing else says so.
        if (config.demo && status === 0) console.log('Stopped.');
        process.exit(status);
      };
      leave({ starting, log, exit, giveUp });
    });
    const bridge = await starting;
    isUp = true;
    const { pid } = process;
    if (bridge.demo === undefined) {
      log.info({ origin: bridge.origin, at: bridge.at, pid }, 'listening');
      // Whatever the level of the log: it is what an operator needs in an emergency.
      console.error(`casement: process ${pid} (kill -USR2 ${pid} stops all delivery)`);
    } else console.log(welcome(bridge.demo, config.dataDir, pid));
  } catch (error) {
    giveUp(error);
  }
}
