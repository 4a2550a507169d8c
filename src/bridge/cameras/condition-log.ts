/** One log line for each change that a camera's condition is told by, with the owner's device id. */
import type { ToldCondition } from '../../pictures/cameras/conditions.ts';
import { reasonWords, showsHow } from '../../pictures/cameras/reason-words.ts';
import { boundAlready } from '../../common/log-flood.ts';
import type { Log } from '../../common/log.ts';
import { ownersDevice } from './owners-device.ts';
import type { Store } from '../../storage/store.ts';

/** Tells of one change. Never rejects; a camera whose row is gone meanwhile is nobody's to hear of. */
export function createConditionLog(store: Pick<Store, 'map'>, log: Log) {
  return async (told: ToldCondition): Promise<void> => {
    const asked = ownersDevice(store, told.from.stamp);
    const device = await asked.catch(() => 'not known: the store does not answer');
    if (device === undefined) return;
    const { reason, line, leftOut } = told;
    // Its stream and its still are not shown for that, and tell of it.
    if (line === 'onvif') return;
    const fields = {
      device,
      ...(line !== 'stream' && { line }),
      since: new Date(told.since),
      ...(leftOut > 0 && { changesLeftOut: leftOut }),
      // Two, then one a minute, for each camera: a power cut of one home hides no other's.
      [boundAlready]: true,
    };
    if (reason === undefined) {
      log.info(
        { ...fields, reason: 'plays' },
        line === 'still' ? 'a camera gives its still again' : 'a camera plays again',
      );
      return;
    }
    const { what, mend } = reasonWords(reason);
    log.warn(
      { ...fields, reason: reason.code, mend },
      `a camera ${line === 'still' ? 'gives no still of its own' : showsHow(reason)}: ${what}`,
    );
  };
}
