/** Writes one log line for each change of a camera's condition, with the owner's device id. */
import type { ConditionChange } from '../../pictures/cameras/condition.ts';
import { reasonWords, showsHow } from '../../pictures/cameras/reason-words.ts';
import { boundAlready } from '../../common/log-flood.ts';
import type { Log } from '../../common/log.ts';
import { ownersDevice } from './owners-device.ts';
import type { OperatorStore } from '../../storage/store.ts';

/** Logs one change. Never rejects; a camera whose row is gone meanwhile is skipped. */
export function createConditionLog(store: OperatorStore<'map'>, log: Log) {
  return async (change: ConditionChange): Promise<void> => {
    const asked = ownersDevice(store, change.from.stamp);
    const device = await asked.catch(() => 'not known: the store does not answer');
    if (device === undefined) return;
    const { reason, line, leftOut } = change;
    // Its stream and its still are withheld for that, and say so.
    if (line === 'onvif') return;
    const fields = {
      device,
      ...(line !== 'stream' && { line }),
      since: new Date(change.since),
      ...(leftOut > 0 && { changesLeftOut: leftOut }),
      // Two, then one a minute, for each camera: a power cut in one home hides no other's lines.
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
