/** Serial numbers in PostgreSQL. */
import { CameraId, DeviceId } from '../../identity/ids.ts';
import type { SerialStore, UniqueMake } from '../serials.ts';
import type { Engine } from './engine.ts';

/** Returns the store of serial numbers in that database; `now` is in milliseconds since 1970. */
export function createSerials(engine: Engine, now: () => number): SerialStore {
  return {
    claim: ({ camera, make, serial }, opening) =>
      engine.value('serial_claim', camera, make, serial, opening, now()),
    declare: async ({ make, name, since }) =>
      (await engine.rows<{ device: string }>('make_declare', make, name, since)).map(({ device }) =>
        DeviceId(device),
      ),
    undeclare: (make) => engine.value('make_undeclare', make),
    uniqueMakes: async () =>
      (await engine.rows<UniqueMake>('make_list')).map(({ make, name, since }) => ({
        make,
        name,
        since,
      })),
    list: async () =>
      (await engine.rows<{ camera: string; make: string; serial: string }>('serial_list')).map(
        ({ camera, make, serial }) => ({ camera: CameraId(camera), make, serial }),
      ),
    count: (make) => engine.value('serial_count', make),
  };
}
