/** What is known of cameras now, by the device ids of whoever has them: for the operator. */
import type { ConditionLine, Conditions } from './cameras/conditions.ts';
import type { DeviceCondition, LineCondition } from './control/messages.ts';
import type { Store } from './storage/store.ts';

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
