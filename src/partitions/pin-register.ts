/** The operator's door to the pins: what cameras are recognised by, and accepting another one. */
import { Failure } from '../failures.ts';
import type { DeviceId } from '../identity/ids.ts';
import type { PinRecord } from '../storage/pins.ts';
import type { Store } from '../storage/store.ts';

/** What a camera is recognised by over one line, without its inner id. */
export type RegisteredPin = Pick<PinRecord, 'line' | 'description' | 'since' | 'stranger'>;

export interface PinRegister {
  /** Pins by any device id of their camera. */
  list(): Promise<ReadonlyMap<DeviceId, readonly RegisteredPin[]>>;
  /**
   * Forgets by what a camera was recognised: the next one that answers for it is pinned. Gives what
   * was forgotten.
   * @throws Failure `not-found` when there is no such device.
   */
  repin(device: DeviceId): Promise<readonly RegisteredPin[]>;
}

const shown = ({ line, description, since, stranger }: PinRecord): RegisteredPin => ({
  line,
  description,
  since,
  ...(stranger !== undefined && { stranger }),
});

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
  };
}
