/** Pins in PostgreSQL. */
import { CameraId } from '../../identity/ids.ts';
import type { PinnedLine, PinRecord, PinStore } from '../pins.ts';
import type { Argument, Engine } from './engine.ts';

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

type AlikeRow = Pick<PinRow, 'camera' | 'line' | 'fields' | 'hash'>;

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
  const all = async (name: string, ...given: readonly Argument[]) =>
    (await engine.rows<PinRow>(name, ...given)).map(record);
  return {
    of: async (camera, line) => (await all('pin_of', camera, line))[0],
    async pin({ camera, line, fields, hash, description, since }, opening) {
      const given = [camera, line, fields.join(' '), hash, description, since, opening];
      const [inForce] = await all('pin', ...given);
      if (inForce === undefined) throw new TypeError('a pin did not stay');
      return inForce;
    },
    replace: (old, { fields, hash, description, since }, opening) =>
      engine.value(
        'pin_replace',
        old.camera,
        old.line,
        old.fields.join(' '),
        old.hash,
        old.since,
        fields.join(' '),
        hash,
        description,
        since,
        opening,
      ),
    note: (camera, line, stranger, opening) =>
      engine.value(
        'pin_note',
        camera,
        line,
        stranger?.description ?? null,
        stranger?.since ?? null,
        opening,
      ),
    unpin: (camera) => all('unpin', camera),
    ofAll: (cameras) => all('pins_of_all', JSON.stringify(cameras)),
    async alike(likenesses, most) {
      const said = likenesses.map(({ fields, ...rest }) => ({ ...rest, fields: fields.join(' ') }));
      const rows = await engine.rows<AlikeRow>('pins_alike', JSON.stringify(said), most);
      return rows.map(({ camera, line, fields, hash }) => ({
        camera: CameraId(camera),
        line,
        fields: fieldsOf(fields),
        hash,
      }));
    },
    listOnce: async (most) =>
      (await engine.rows<{ camera: string }>('pin_list_once', most)).map(({ camera }) =>
        CameraId(camera),
      ),
  };
}
