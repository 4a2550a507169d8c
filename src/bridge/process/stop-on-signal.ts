/** Stops all delivery on SIGUSR2, even while the bridge is still being built. */
import type { Log } from '../../common/log.ts';
import { makeFolder } from '../../common/make-folder.ts';
import type { Bridge } from '../bridge.ts';
import { keepStop } from '../control/stop-file.ts';
import type { Signals } from './signals.ts';

export interface StopOnSignalParts {
  readonly signals: Pick<Signals, 'onStop'>;
  readonly starting: Promise<Pick<Bridge, 'suspend'>>;
  readonly dataDir: string;
  readonly log: Log;
}

/** Listens from now on; what cannot be written down is logged, and stops nothing else. */
export function stopOnSignal({ signals, starting, dataDir, log }: StopOnSignalParts): void {
  let isUp = false;
  starting.then(
    () => (isUp = true),
    () => undefined,
  );
  signals.onStop((signal) => {
    log.warn({ signal }, 'stopping all delivery');
    const reason = `signal ${signal}`;
    try {
      // The bridge looks for this file before it listens. Once it is up it keeps the stop itself: its folder
      // may have been moved, and another must not come into being in that place.
      if (!isUp) {
        makeFolder(dataDir, 0o700);
        keepStop(dataDir, { since: Date.now(), terms: { reason } });
      }
    } catch (error) {
      log.error({ err: error }, 'the stop could not be kept in a file');
    }
    starting
      .then((bridge) => bridge.suspend({ reason }))
      .then(() => log.warn({ signal }, 'all delivery is suspended until it is resumed'))
      .catch((error: unknown) => log.error({ err: error }, 'the suspension was not written down'));
  });
}
