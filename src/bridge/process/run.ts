/** Runs Casement: configuration -> bridge -> listen -> suspend on SIGUSR2, drain on SIGTERM. */
import { createLog } from '../../common/log.ts';
import { startBridge } from '../bridge.ts';
import { knownNames, readConfig } from '../config/config.ts';
import { noDotEnv, readDotEnv, strangeNames } from '../config/dotenv.ts';
import { holdBuild } from './build-in-use.ts';
import { giveUp, type SettingsSoFar } from './give-up.ts';
import { leave } from './leave.ts';
import type { Signals } from './signals.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { reportUp } from './report-up.ts';

/** Resolves when the bridge listens; ends the process, with a word why, if it cannot. */
export async function run(signals: Signals): Promise<void> {
  holdBuild();
  let soFar: SettingsSoFar = { dotEnv: noDotEnv };
  try {
    const dotEnv = readDotEnv('.env');
    soFar = { dotEnv };
    const strange = strangeNames(dotEnv, knownNames);
    const config = readConfig({ ...dotEnv.values, ...process.env }, strange);
    soFar = { dotEnv, config };
    const isQuiet = config.demo && process.env.LOG_LEVEL === undefined;
    const log = createLog(isQuiet ? 'warn' : config.logLevel, config.logFormat);
    if (dotEnv.isOpenToAll === true && 'OAUTH_CLIENT_SECRET' in dotEnv.values) {
      const mend = 'chmod 600 .env';
      log.warn({ mend }, 'every user of this machine may read .env, which holds a secret');
    }
    const starting = startBridge(config, log);
    stopOnSignal({ signals, starting, dataDir: config.dataDir, log });
    signals.onLeave((signal) => {
      log.info({ signal }, 'draining');
      const exit = (status: number): never => {
        // At the level of a demo's log nothing else says so.
        if (config.demo && status === 0) console.log('Stopped.');
        process.exit(status);
      };
      leave({ starting, log, exit, giveUp: (error) => giveUp(error, soFar) });
    });
    reportUp(await starting, config.dataDir, log);
  } catch (error) {
    giveUp(error, soFar);
  }
}
