/** A store that several registers ask for the entries of the same page of devices. */
import type { MappedDevice } from '../../storage/device-map.ts';
import type { DeviceId } from '../../identity/ids.ts';
import type { OperatorStore } from '../../storage/store.ts';

/**
 * Returns `store`, which reads the entries of a list of devices once as long as it is asked for that very list: for a
 * command that shows what there is at one moment, and changes nothing.
 */
export function askedOnce<S extends OperatorStore<'map'>>(store: S): S {
  let last:
    | { readonly devices: readonly DeviceId[]; readonly found: Promise<readonly MappedDevice[]> }
    | undefined;
  return {
    ...store,
    operator: {
      ...store.operator,
      map: {
        ...store.operator.map,
        ofDevices(devices: readonly DeviceId[]) {
          if (last?.devices !== devices)
            last = { devices, found: store.operator.map.ofDevices(devices) };
          return last.found;
        },
      },
    },
  };
}
