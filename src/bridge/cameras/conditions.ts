/** What is known of cameras now, for the operator: by the device ids under which accounts have them, and counted. */
import type { ConditionLine } from '../../pictures/cameras/condition.ts';
import type { Conditions } from '../../pictures/cameras/conditions.ts';
import type { DeviceCondition, LineCondition } from '../control/messages.ts';
import type { CameraId, DeviceId } from '../../identity/ids.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';

/**
 * Returns how many cameras are in each condition, for the metrics. Removed rows are dropped first, if
 * anything has changed; if the store does not answer, the counts are of what is known.
 */
export function createConditionCounts(
  store: Pick<Store, 'revision'> & OperatorStore<'map'>,
  conditions: Pick<Conditions, 'counts' | 'keep'>,
) {
  let lookedAt: number | undefined;
  async function stands(camera: CameraId, epoch: number): Promise<boolean> {
    const entries = await store.operator.map.entriesOf(camera);
    return entries.some((entry) => entry.role === 'owner' && entry.epoch === epoch);
  }
  return async (): Promise<ReturnType<Conditions['counts']>> => {
    try {
      const revision = await store.revision();
      if (revision === lookedAt) return conditions.counts();
      const forgotten = await conditions.keep(stands);
      // A connection that ends may once more report a camera that was removed a moment ago.
      lookedAt = forgotten === 0 ? revision : undefined;
    } catch {
      // The next look finds them.
    }
    return conditions.counts();
  };
}

/**
 * Returns the condition of those of these devices whose camera was asked since it has been as it is. Rejects if the
 * store does not answer.
 */
export async function deviceConditions(
  store: OperatorStore<'map'>,
  conditions: Pick<Conditions, 'of'>,
  devices: readonly DeviceId[],
): Promise<DeviceCondition[]> {
  return (await store.operator.map.ofDevices(devices)).flatMap(
    ({ device, camera, epoch, opening }) => {
      const of = (line: ConditionLine): LineCondition | undefined => {
        const found = conditions.of({ stamp: { camera, epoch }, opening }, line);
        return found && { since: found.since, reason: found.reason ?? null };
      };
      const [stream, still, onvif] = [of('stream'), of('still'), of('onvif')];
      if (stream === undefined) return [];
      return [{ device, ...stream, ...(still && { still }), ...(onvif && { onvif }) }];
    },
  );
}
