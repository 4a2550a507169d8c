/** Pins in SQLite. */
import { CameraId } from '../../identity/ids.ts';
import type { AlikePin, PinnedLikeness, PinnedLine, PinRecord, PinStore } from '../pins.ts';
import type { Engine } from './engine.ts';
import { createMustBeOpened, prepareReopen } from './opened-row.ts';

interface PinRow {
  readonly camera: string;
  readonly line: PinnedLine;
  readonly fields: string;
  readonly hash: string;
  readonly description: string;
  readonly since: number;
  readonly stranger: string | null;
  readonly stranger_since: number | null;
}

const fieldsOf = (text: string): readonly string[] =>
  text.split(' ').filter((field) => field !== '');

const record = (row: PinRow): PinRecord => ({
  camera: CameraId(row.camera),
  line: row.line,
  fields: fieldsOf(row.fields),
  hash: row.hash,
  description: row.description,
  since: row.since,
  ...(row.stranger !== null &&
    row.stranger_since !== null && {
      stranger: { description: row.stranger, since: row.stranger_since },
    }),
});

/** Returns the store of pins in that database. */
export function createPins(engine: Engine): PinStore {
  const columns = 'camera, line, fields, hash, description, since, stranger, stranger_since';
  const one = engine.prepare<[string, string], PinRow>(
    `SELECT ${columns} FROM pins WHERE camera = ? AND line = ?`,
  );
  const ofAll = engine.prepare<[string], PinRow>(
    `SELECT ${columns} FROM pins WHERE camera IN (SELECT value FROM json_each(?))
     ORDER BY since, camera, line DESC`,
  );
  const alike = engine.prepare<[string, string, string, number], { camera: string }>(
    `SELECT camera FROM pins WHERE hash = ? AND line = ? AND fields = ?
     ORDER BY camera LIMIT ?`,
  );
  const mustBeOpened = createMustBeOpened(engine);
  const insert = engine.prepare<[string, string, string, string, string, number]>(
    `INSERT INTO pins (camera, line, fields, hash, description, since) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const replace = engine.prepare<
    [string, string, string, number, string, string, string, string, number]
  >(
    `UPDATE pins SET fields = ?, hash = ?, description = ?, since = ?,
       stranger = NULL, stranger_since = NULL
     WHERE camera = ? AND line = ? AND fields = ? AND hash = ? AND since = ?`,
  );
  const note = engine.prepare<[string | null, number | null, string, string, string | null]>(
    `UPDATE pins SET stranger = ?, stranger_since = ?
     WHERE camera = ? AND line = ? AND stranger IS NOT ?`,
  );
  const unpin = engine.prepare<[string], PinRow>(
    `DELETE FROM pins WHERE camera = ? RETURNING ${columns}`,
  );
  const reopen = prepareReopen(engine);
  const forget = engine.prepare<[string]>('DELETE FROM origins WHERE camera = ?');
  const unlisted = engine.prepare<[number], { camera: string }>(
    `SELECT DISTINCT camera FROM pins WHERE listed = 0 AND camera > '' ORDER BY camera LIMIT ?`,
  );
  const listed = engine.prepare<[string]>(
    'UPDATE pins SET listed = 1 WHERE camera = ? AND listed = 0',
  );

  function pinnedBy({ line, fields, hash }: PinnedLikeness, most: number): readonly AlikePin[] {
    const rows = alike.all(hash, line, fields.join(' '), most);
    return rows.map(({ camera }) => ({ camera: CameraId(camera), line, fields, hash }));
  }

  return {
    of: (id, line) =>
      engine.read(() => {
        const row = one.get(id, line);
        return row && record(row);
      }),
    pin: ({ camera: id, line, fields, hash, description, since }, opening) =>
      engine.write(() => {
        mustBeOpened(id, opening);
        insert.run(id, line, fields.join(' '), hash, description, since);
        const row = one.get(id, line);
        if (row === undefined) throw new TypeError('a pin did not stay');
        return record(row);
      }),
    replace: (old, { fields, hash, description, since }, opening) =>
      engine.write(() => {
        mustBeOpened(old.camera, opening);
        return (
          replace.run(
            fields.join(' '),
            hash,
            description,
            since,
            old.camera,
            old.line,
            old.fields.join(' '),
            old.hash,
            old.since,
          ).changes > 0
        );
      }),
    note: (id, line, stranger, opening) =>
      engine.write(() => {
        mustBeOpened(id, opening);
        const { description = null, since = null } = stranger ?? {};
        const row = one.get(id, line);
        const before = row?.stranger ?? null;
        const noted = note.run(description, since, id, line, description).changes > 0;
        // Everything that is open may lead to that other camera, too.
        const isNew = before === null && (noted || row === undefined);
        if (isNew && description !== null) reopen(id);
        return noted;
      }),
    unpin: (id) =>
      engine.write(() => {
        forget.run(id);
        reopen(id);
        return unpin.all(id).map(record);
      }),
    ofAll: (cameras) => engine.read(() => ofAll.all(JSON.stringify(cameras)).map(record)),
    alike: (likenesses, most) =>
      engine.read(() => likenesses.flatMap((likeness) => pinnedBy(likeness, most))),
    async listOnce(most) {
      // Where nothing waits, nobody needs to wait for whoever is writing.
      if (await engine.read(() => unlisted.get(1) === undefined)) return [];
      return engine.write(() => {
        const rows = unlisted.all(most);
        for (const { camera } of rows) listed.run(camera);
        return rows.map(({ camera }) => CameraId(camera));
      });
    },
  };
}
