/** The operator's door to the pins: what cameras are recognised by, and accepting another one. */
import { Failure } from '../failures.ts';
import type { DeviceId } from '../identity/ids.ts';
import type { PinRecord } from '../storage/pins.ts';
import type { Store } from '../storage/store.ts';
import { isOld, isUnbound } from './old-pin.ts';

/**
 * What a pin is worth: `unbound` holds nothing that names the device; `old` is of an earlier version
 * and is renewed when its camera answers next.
 */
export type PinState = 'bound' | 'old' | 'unbound';

/** What a camera is recognised by over one line, without its inner id. */
export interface RegisteredPin extends Pick<
  PinRecord,
  'line' | 'description' | 'since' | 'stranger'
> {
  readonly state: PinState;
}

/** Device ids of the cameras that were known by pins of an earlier version. */
export interface FromBefore {
  /** Renewed without a word when the camera answers next. */
  readonly old: readonly DeviceId[];
  /** Whose pins hold nothing that names the device. */
  readonly unbound: readonly DeviceId[];
}

export interface PinRegister {
  /** Pins by any device id of their camera. */
  list(): Promise<ReadonlyMap<DeviceId, readonly RegisteredPin[]>>;
  /**
   * Forgets by what a camera was recognised: the next one that answers for it is pinned. Gives what
   * was forgotten.
   * @throws Failure `not-found` when there is no such device.
   */
  repin(device: DeviceId): Promise<readonly RegisteredPin[]>;
  /** What was pinned by an earlier version; undefined where nothing was, or it was asked before. */
  fromBefore(): Promise<FromBefore | undefined>;
}

/** Over all lines of a camera: one that names the device binds it. */
export function stateOf(states: readonly PinState[]): PinState {
  if (states.every((state) => state === 'unbound')) return 'unbound';
  return states.includes('old') ? 'old' : 'bound';
}

const stateOfPin = (pin: PinRecord): PinState =>
  isUnbound(pin) ? 'unbound' : isOld(pin) ? 'old' : 'bound';

const shown = (pin: PinRecord): RegisteredPin => {
  const { line, description, since, stranger } = pin;
  const state = stateOfPin(pin);
  return { line, description, since, state, ...(stranger !== undefined && { stranger }) };
};

export function createPinRegister({ map, pins }: Pick<Store, 'map' | 'pins'>): PinRegister {
  return {
    async list() {
      const all = await pins.list();
      const entries = await map.list();
      return new Map(
        entries.map(({ device, camera }) => [
          device,
          all.filter((pin) => pin.camera === camera).map(shown),
        ]),
      );
    },

    async repin(device) {
      const entry = (await map.list()).find((candidate) => candidate.device === device);
      if (entry === undefined) throw new Failure('not-found', `there is no camera ${device}`);
      return (await pins.unpin(entry.camera)).map(shown);
    },

    async fromBefore() {
      const before = await pins.listOnce();
      if (before.length === 0) return undefined;
      const all = await pins.list();
      const devices = new Map<PinState, DeviceId[]>();
      for (const { camera, device } of await map.list()) {
        if (!before.some((pin) => pin.camera === camera)) continue;
        const state = stateOf(all.filter((pin) => pin.camera === camera).map(stateOfPin));
        devices.set(state, [...(devices.get(state) ?? []), device]);
      }
      return { old: devices.get('old') ?? [], unbound: devices.get('unbound') ?? [] };
    },
  };
}
