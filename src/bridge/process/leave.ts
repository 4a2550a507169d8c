/** Ends the process when it is asked to: cleanly, and in any case. */
import type { Bridge } from '../bridge.ts';
import type { Log } from '../../common/log.ts';

/** For everything that has to be closed, less than the ten seconds after which Docker kills. */
const longestMs = 9_000;

export interface LeaveParts {
  /** The bridge, even while it is still being built. */
  readonly starting: Promise<Pick<Bridge, 'close'>>;
  readonly log: Pick<Log, 'error' | 'info'>;
  readonly exit: (status: number) => void;
  /** Called for a bridge that did not come up, or did not close as it should. */
  readonly giveUp: (error: unknown) => void;
  readonly timeoutMs?: number;
}

/** Closes the bridge and ends with 0; with 1 if that does not come to an end. */
export function leave({ starting, log, exit, giveUp, ...settings }: LeaveParts): void {
  const late = setTimeout(() => {
    log.error('not all could be closed in time');
    exit(1);
  }, settings.timeoutMs ?? longestMs);
  starting
    .then((bridge) => bridge.close())
    .then(() => {
      log.info('stopped');
      exit(0);
    }, giveUp)
    .finally(() => clearTimeout(late));
}
