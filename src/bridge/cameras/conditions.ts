/** What is known of cameras now: by the device ids of whoever has them, and counted; for the operator. */
import type { ConditionLine, Conditions } from '../../pictures/cameras/conditions.ts';
import type { DeviceCondition, LineCondition } from '../control/messages.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { Store } from '../../storage/store.ts';

/**
 * How many cameras there are of each condition, for the metrics. Those of removed rows are forgotten first, where
 * anything has changed; where the store does not answer, what is known is told.
 */
export function createConditionCounts(
  store: Pick<Store, 'map' | 'revision'>,
  conditions: Pick<Conditions, 'counts' | 'keep'>,
) {
  let lookedAt: number | undefined;
  async function stands(camera: CameraId, epoch: number): Promise<boolean> {
    const entries = await store.map.entriesOf(camera);
    return entries.some((entry) => entry.role === 'owner' && entry.epoch === epoch);
  }
  return async (): Promise<ReturnType<Conditions['counts']>> => {
    try {
      const revision = await store.revision();
      if (revision === lookedAt) return conditions.counts();
      const forgotten = await conditions.keep(stands);
      // What was removed a moment ago may be told of once more, by a connection that ends.
      lookedAt = forgotten === 0 ? revision : undefined;
    } catch {
      // The next look finds them.
    }
    return conditions.counts();
  };
}

/** Of every device whose camera was asked since it has been as it is. Rejects where the store does not answer. */
export async function deviceConditions(
  store: Pick<Store, 'map'>,
  conditions: Pick<Conditions, 'of'>,
): Promise<DeviceCondition[]> {
  return (await store.map.list()).flatMap(({ device, camera, epoch, opening }) => {
    const of = (line: ConditionLine): LineCondition | undefined => {
      const found = conditions.of({ stamp: { camera, epoch }, opening }, line);
      return found && { since: found.since, reason: found.reason ?? null };
    };
    const [stream, still, onvif] = [of('stream'), of('still'), of('onvif')];
    if (stream === undefined) return [];
    return [{ device, ...stream, ...(still && { still }), ...(onvif && { onvif }) }];
  });
}
