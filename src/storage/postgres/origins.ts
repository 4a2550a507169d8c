/** Origins in PostgreSQL. */
import { CameraId } from '../../identity/ids.ts';
import type { OriginStore, SealedOrigin } from '../origins.ts';
import type { PinnedLine } from '../pins.ts';
import type { Engine } from './engine.ts';

interface OriginRow {
  readonly camera: string;
  readonly line: PinnedLine;
  readonly place: string | null;
  readonly proof: string;
  readonly since: number;
}

const record = ({ camera, line, place, proof, since }: OriginRow): SealedOrigin => ({
  camera: CameraId(camera),
  line,
  ...(place !== null && { place }),
  proof,
  since,
});

/** Returns the store of origins in that database. */
export function createOrigins(engine: Engine): OriginStore {
  return {
    async of(camera, line) {
      const row = await engine.row<OriginRow>('origin_of', camera, line);
      return row && record(row);
    },
    bind: ({ camera, line, place, proof, since }, opening, before) =>
      engine.value(
        'origin_bind',
        camera,
        line,
        place,
        proof,
        since,
        opening,
        before?.place ?? null,
        before?.proof ?? null,
      ),
    ofAll: async (cameras) =>
      (await engine.rows<OriginRow>('origins_of_all', JSON.stringify(cameras))).map(record),
  };
}
