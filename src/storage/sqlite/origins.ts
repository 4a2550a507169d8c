/** Origins in SQLite. */
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
  const columns = 'camera, line, place, proof, since';
  const one = engine.prepare<[string, string], OriginRow>(
    `SELECT ${columns} FROM origins WHERE camera = ? AND line = ?`,
  );
  const ofAll = engine.prepare<[string], OriginRow>(
    `SELECT ${columns} FROM origins WHERE camera IN (SELECT value FROM json_each(?))
     ORDER BY since, camera, line DESC`,
  );
  const current = engine.prepare<[string, number]>(
    'SELECT 1 FROM cameras WHERE id = ? AND opening = ?',
  );
  const put = engine.prepare<[string, string, string, string, number]>(
    `INSERT OR REPLACE INTO origins (${columns}) VALUES (?, ?, ?, ?, ?)`,
  );
  return {
    of: (camera, line) =>
      engine.read(() => {
        const row = one.get(camera, line);
        return row && record(row);
      }),
    bind: ({ camera, line, place, proof, since }, opening, before) =>
      engine.write(() => {
        if (current.get(camera, opening) === undefined) return false;
        const row = one.get(camera, line);
        if (row?.proof !== before?.proof || (row?.place ?? undefined) !== before?.place)
          return false;
        put.run(camera, line, place, proof, since);
        return true;
      }),
    ofAll: (cameras) => engine.read(() => ofAll.all(JSON.stringify(cameras)).map(record)),
  };
}
