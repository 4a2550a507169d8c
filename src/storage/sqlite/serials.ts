/** Serial numbers in SQLite. */
import { CameraId, DeviceId } from '../../identity/ids.ts';
import type { SerialClaim, SerialStore, UniqueMake } from '../serials.ts';
import type { Engine } from './engine.ts';
import { createMustBeOpened, prepareReopen } from './opened-row.ts';

/** Whether `o` is another owner's camera that was known by the same before `s`; of two at one time, by its id. */
const earlier = `o.make = s.make AND o.serial = s.serial AND o.camera <> s.camera
  AND (o.since, o.camera) < (s.since, s.camera)
  AND (SELECT account FROM entries WHERE camera = o.camera AND role = 'owner')
    <> (SELECT account FROM entries WHERE camera = s.camera AND role = 'owner')`;

/** Opens cameras anew that come after this one and are another owner's: they are refused from now on. */
export function prepareReopenLater(engine: Engine): (camera: string) => void {
  const reopenLater = engine.prepare<[string]>(
    `UPDATE cameras SET opening = opening + 1 WHERE id IN (
       SELECT s.camera FROM serials o JOIN unique_makes u ON u.make = o.make JOIN serials s
       ON ${earlier} WHERE o.camera = ?)`,
  );
  return (camera) => void reopenLater.run(camera);
}

interface KnownRow {
  readonly make: string;
  readonly serial: string;
}

/** Returns the store of serial numbers in that database; `now` is in milliseconds since 1970. */
export function createSerials(engine: Engine, now: () => number): SerialStore {
  const known = engine.prepare<[string], KnownRow>(
    'SELECT make, serial FROM serials WHERE camera = ?',
  );
  const mustBeOpened = createMustBeOpened(engine);
  const pinned = engine.prepare<[string], { since: number }>(
    `SELECT since FROM pins WHERE camera = ? AND line = 'onvif'`,
  );
  const put = engine.prepare<[string, string, string, number]>(
    `INSERT INTO serials (camera, make, serial, since) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET make = excluded.make, serial = excluded.serial, since = excluded.since`,
  );
  const taken = engine.prepare<[string]>(
    `SELECT 1 FROM serials s JOIN unique_makes u ON u.make = s.make JOIN serials o ON ${earlier}
     WHERE s.camera = ?`,
  );
  const reopenLater = prepareReopenLater(engine);
  const refused = engine.prepare<[string], { camera: string; device: string }>(
    `SELECT DISTINCT s.camera, e.device FROM serials s JOIN serials o ON ${earlier}
     JOIN entries e ON e.camera = s.camera AND e.role = 'owner'
     WHERE s.make = ? ORDER BY e.position`,
  );
  const reopen = prepareReopen(engine);
  const declare = engine.prepare<[string, string, number]>(
    `INSERT INTO unique_makes (make, name, since) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name`,
  );
  const declared = engine.prepare<[string]>('SELECT 1 FROM unique_makes WHERE make = ?');
  const undeclare = engine.prepare<[string]>('DELETE FROM unique_makes WHERE make = ?');
  const list = engine.prepare<[], UniqueMake>(
    'SELECT make, name, since FROM unique_makes ORDER BY name, make',
  );
  const ofAll = engine.prepare<[string], { camera: string; make: string; serial: string }>(
    `SELECT camera, make, serial FROM serials WHERE camera IN (SELECT value FROM json_each(?))
     ORDER BY since, camera`,
  );
  const alike = engine.prepare<[string, string, number], { camera: string }>(
    'SELECT camera FROM serials WHERE make = ? AND serial = ? ORDER BY camera LIMIT ?',
  );
  const count = engine.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM serials WHERE make = ?',
  );

  const isFree = (id: string): boolean => taken.get(id) === undefined;

  function isKnown({ camera: id, make, serial }: SerialClaim): boolean {
    const row = known.get(id);
    return row?.make === make && row.serial === serial;
  }

  function note({ camera: id, make, serial }: SerialClaim): void {
    const since = known.get(id) === undefined ? pinned.get(id)?.since : undefined;
    put.run(id, make, serial, since ?? now());
    reopenLater(id);
  }

  return {
    async claim(claim, opening) {
      // Most connections change nothing, and need not wait for whoever is writing.
      const found = await engine.read(() => (isKnown(claim) ? isFree(claim.camera) : undefined));
      if (found !== undefined) return found;
      return engine.write(() => {
        if (isKnown(claim)) return isFree(claim.camera);
        mustBeOpened(claim.camera, opening);
        note(claim);
        return isFree(claim.camera);
      });
    },
    declare: ({ make, name, since }) =>
      engine.write(() => {
        const isNew = declared.get(make) === undefined;
        declare.run(make, name, since);
        const rows = refused.all(make);
        if (isNew) for (const { camera: id } of rows) reopen(id);
        return rows.map(({ device }) => DeviceId(device));
      }),
    undeclare: (make) => engine.write(() => undeclare.run(make).changes > 0),
    uniqueMakes: () => engine.read(() => list.all()),
    ofAll: (cameras) =>
      engine.read(() =>
        ofAll.all(JSON.stringify(cameras)).map((row) => ({ ...row, camera: CameraId(row.camera) })),
      ),
    alike: (numbers, most) =>
      engine.read(() =>
        numbers.flatMap(({ make, serial }) =>
          alike
            .all(make, serial, most)
            .map(({ camera }) => ({ camera: CameraId(camera), make, serial })),
        ),
      ),
    count: (make) => engine.read(() => count.get(make)?.n ?? 0),
  };
}
