/** Events on connections to cameras, at level debug, by the ids that people know them by. */
import { ownersDevice } from './owners-device.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import type { OperatorStore } from '../../storage/store.ts';

interface DebugLog {
  debug(fields: object, message: string): void;
  isLevelEnabled(level: 'debug'): boolean;
}

/** Makes what writes events of cameras to the log. The lines come in the order in which the events were reported. */
export function createCameraLog(store: OperatorStore<'map'>, log: DebugLog) {
  let last: Promise<void> = Promise.resolve();
  return (event: string, fields: object, stamp: Stamp): void => {
    if (!log.isLevelEnabled('debug')) return;
    const asked = ownersDevice(store, stamp).catch(() => undefined);
    last = last.then(async () => {
      const device = await asked;
      log.debug({ event, ...(device !== undefined && { device }), ...fields }, 'camera');
    });
  };
}
