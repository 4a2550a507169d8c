/** Answers from the store what those who check a camera's connections may know of it. */
import type { KeyRing } from '../../identity/keyring.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { createBoundOrigins } from './bound-origins.ts';
import type { KnownCameras } from './origin-port.ts';

/** `now`: milliseconds since 1970. */
export function createKnownCameras(
  store: OperatorStore<'map' | 'origins' | 'pins'>,
  ring: KeyRing,
  now: () => number,
): KnownCameras {
  const { map, pins } = store.operator;
  return {
    origins: createBoundOrigins(store, ring, now),
    // Pins may be read and set, no more: only the operator may forget one.
    pins: {
      of: (camera, line) => pins.of(camera, line),
      pin: (pin, opening) => pins.pin(pin, opening),
      replace: (old, next, opening) => pins.replace(old, next, opening),
      note: (camera, line, stranger, opening) => pins.note(camera, line, stranger, opening),
    },
    async row(camera) {
      const entries = await map.entriesOf(camera);
      return { opening: entries[0]?.opening, devices: entries.map(({ device }) => device) };
    },
  };
}
