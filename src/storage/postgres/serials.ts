/** Serial numbers in PostgreSQL. */
import { CameraId, DeviceId } from '../../identity/ids.ts';
import type { SerialClaim, SerialStore, UniqueMake } from '../serials.ts';
import type { Engine } from './engine.ts';

interface SerialRow {
  readonly camera: string;
  readonly make: string;
  readonly serial: string;
}

const record = ({ camera, make, serial }: SerialRow): SerialClaim => ({
  camera: CameraId(camera),
  make,
  serial,
});

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
    ofAll: async (cameras) =>
      (await engine.rows<SerialRow>('serials_of_all', JSON.stringify(cameras))).map(record),
    alike: async (numbers, most) =>
      (await engine.rows<SerialRow>('serials_alike', JSON.stringify(numbers), most)).map(record),
    count: (make) => engine.value('serial_count', make),
  };
}
