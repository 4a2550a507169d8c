/** The operator's door to the pins: by what cameras are recognised, and how another one is accepted. */
import { groupBy } from '../../common/group-by.ts';
import type { CameraId, DeviceId } from '../../identity/ids.ts';
import type { PinRecord } from '../../storage/pins.ts';
import type { Operator } from '../../storage/operator.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { PinReading } from '../partitions/origin-port.ts';
import { unknown } from './entry.ts';

/**
 * The worth of a pin: `unbound` holds nothing that names the device; `old` is of an earlier version and is
 * renewed when its camera answers next.
 */
export type PinState = 'bound' | 'old' | 'unbound';

/** By what a camera is recognised over one line, without its inner id. */
export interface RegisteredPin extends Pick<
  PinRecord,
  'line' | 'description' | 'since' | 'stranger'
> {
  readonly state: PinState;
}

/** How many cameras of an earlier version are told of at a time. */
const atOnce = 200;

/** Device ids of the cameras that were known by pins of an earlier version. */
export interface FromBefore {
  /** Renewed silently when the camera answers next. */
  readonly old: readonly DeviceId[];
  /** Whose pins hold nothing that names the device. */
  readonly unbound: readonly DeviceId[];
}

export interface PinRegister {
  /** Returns the pins of the cameras of these devices that there are, keyed by them. */
  of(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, readonly RegisteredPin[]>>;
  /** As `forgetPins`. */
  repin(device: DeviceId): Promise<readonly RegisteredPin[]>;
  /**
   * Returns the next cameras that an earlier version pinned and that are not bound since; undefined if there are no
   * more. None is returned twice, by whomever this is asked.
   */
  fromBefore(): Promise<FromBefore | undefined>;
}

/**
 * Returns the state over all lines of a camera. One line that does not name the device leaves it unbound, unless its
 * ONVIF service names it, which is asked before anything of either is shown.
 */
export function stateOf(pins: readonly Pick<RegisteredPin, 'line' | 'state'>[]): PinState {
  const named = pins.some(({ line, state }) => line === 'onvif' && state !== 'unbound');
  const states = pins.map(({ state }) => state);
  if (!named && states.includes('unbound')) return 'unbound';
  return states.includes('old') ? 'old' : 'bound';
}

/** The part of storage that forgetting needs: of every camera, or of canaries alone. */
interface PinForgetting {
  readonly operator: {
    readonly map: Pick<Operator['map'], 'ofDevice'>;
    readonly pins: Pick<Operator['pins'], 'unpin'>;
  };
}

/**
 * Forgets by what a camera was recognised: the next one that answers for it is pinned. Returns what was
 * forgotten.
 * @throws Failure `not-found` if there is no such device.
 */
export async function forgetPins(
  { operator: { map, pins } }: PinForgetting,
  device: DeviceId,
): Promise<readonly PinRecord[]> {
  const entry = await map.ofDevice(device);
  if (entry === undefined) throw unknown(device);
  return pins.unpin(entry.camera);
}

/** Returns the register; `reading` judges what a pin holds. */
export function createPinRegister(
  store: OperatorStore<'map' | 'pins'>,
  reading: PinReading,
): PinRegister {
  const { map, pins } = store.operator;

  function shown(pin: PinRecord): RegisteredPin {
    const { line, description, since, stranger } = pin;
    const known = reading.isOld(pin) ? 'old' : 'bound';
    const state = reading.isUnbound(pin) ? 'unbound' : known;
    return { line, description, since, state, ...(stranger !== undefined && { stranger }) };
  }

  const pinsOfAll = async (cameras: readonly CameraId[]) =>
    groupBy(await pins.ofAll(cameras), ({ camera }) => camera);

  async function notBound(cameras: readonly CameraId[]): Promise<FromBefore> {
    const pinsOf = await pinsOfAll(cameras);
    const entries = await map.ofCameras(cameras);
    const inState = (wanted: PinState): readonly DeviceId[] =>
      entries.flatMap(({ camera, device }) => {
        const state = stateOf((pinsOf.get(camera) ?? []).map(shown));
        return state === wanted ? [device] : [];
      });
    return { old: inState('old'), unbound: inState('unbound') };
  }

  return {
    async of(devices) {
      const entries = await map.ofDevices(devices);
      const pinsOf = await pinsOfAll(entries.map(({ camera }) => camera));
      return new Map(
        entries.map(({ device, camera }) => [device, (pinsOf.get(camera) ?? []).map(shown)]),
      );
    },

    repin: async (device) => (await forgetPins(store, device)).map(shown),

    async fromBefore() {
      for (;;) {
        const before = await pins.listOnce(atOnce);
        if (before.length === 0) return undefined;
        const found = await notBound(before);
        if (found.old.length + found.unbound.length > 0) return found;
      }
    },
  };
}
