/** Sealed values in SQLite. */
import { CameraId } from '../../identity/ids.ts';
import type { PinnedLine } from '../pins.ts';
import type { Resealed, SealedValue, SealedValueStore } from '../sealed-values.ts';
import type { Engine } from './engine.ts';

/** Every value there is. Anything that is sealed elsewhere, too, has to stand here. */
const all = `(
  SELECT 'source' AS of, id AS camera, NULL AS line, sealed_source AS sealed FROM cameras
  UNION ALL SELECT 'place', camera, line, place FROM origins WHERE place IS NOT NULL
  UNION ALL SELECT 'proof', camera, line, proof FROM origins
)`;
const kidIn = (column: string): string => `substr(${column}, 1, instr(${column}, '.') - 1)`;

interface Row {
  readonly of: SealedValue['of'];
  readonly camera: string;
  readonly line: PinnedLine | null;
  readonly sealed: string;
}

function valueOf({ of, camera, line, sealed }: Row): SealedValue {
  const value = { camera: CameraId(camera), sealed };
  if (of === 'source') return { ...value, of };
  if (line === null) throw new TypeError('an origin without a line');
  return { ...value, of, line };
}

/** Returns the store of sealed values in that database; `now` is in milliseconds since 1970. */
export function createSealedValues(engine: Engine, now: () => number): SealedValueStore {
  const columns = [
    ['cameras', 'sealed_source', '1'],
    // As its index says it.
    ['origins', 'place', 'place IS NOT NULL'],
    ['origins', 'proof', '1'],
  ] as const;
  const kinds = columns.map(([table, column, known]) => {
    const kid = kidIn(column);
    return {
      used: engine.prepare<[string]>(
        `SELECT 1 FROM ${table} WHERE ${kid} = ? AND ${known} LIMIT 1`,
      ),
      counts: engine.prepare<[], { kid: string; values: number }>(
        `SELECT ${kid} AS kid, count(*) AS "values" FROM ${table} WHERE ${known} GROUP BY ${kid}`,
      ),
      next: engine.prepare<[string], { kid: string }>(
        `SELECT ${kid} AS kid FROM ${table} WHERE ${kid} > ? AND ${known} ORDER BY ${kid} LIMIT 1`,
      ),
    };
  });
  const ofCameras = engine.prepare<[{ cameras: string; kid: string }], Row>(
    `SELECT * FROM ${all} WHERE camera IN (SELECT value FROM json_each(:cameras))
       AND ${kidIn('sealed')} <> :kid`,
  );
  const page = engine.prepare<[string, number], { id: string }>(
    'SELECT id FROM cameras WHERE id > ? ORDER BY id LIMIT ?',
  );
  const source = engine.prepare<[string, string, string]>(
    'UPDATE cameras SET sealed_source = ? WHERE id = ? AND sealed_source = ?',
  );
  const [place, proof] = (['place', 'proof'] as const).map((column) =>
    engine.prepare<[string, string, string, string]>(
      `UPDATE origins SET ${column} = ? WHERE camera = ? AND line = ? AND ${column} = ?`,
    ),
  );
  const drop = engine.prepare<[string, number]>(
    'INSERT OR IGNORE INTO dropped_keys (kid, at) VALUES (?, ?)',
  );

  function put({ value, sealed }: Resealed): number {
    const { camera, sealed: before } = value;
    if (value.of === 'source') return source.run(sealed, camera, before).changes;
    const statement = value.of === 'place' ? place : proof;
    return statement?.run(sealed, camera, value.line, before).changes ?? 0;
  }

  /** Goes from one key to the next by the index: very many values are sealed with the same. */
  function keys(): readonly string[] {
    const found = kinds.flatMap(({ next }) => {
      const kids: string[] = [];
      for (let row = next.get(''); row !== undefined; row = next.get(row.kid)) kids.push(row.kid);
      return kids;
    });
    return [...new Set(found)];
  }

  return {
    keys: () => engine.read(keys),
    count: () =>
      engine.read(() => {
        const found = new Map<string, number>();
        for (const { kid, values } of kinds.flatMap(({ counts }) => counts.all())) {
          found.set(kid, (found.get(kid) ?? 0) + values);
        }
        return found;
      }),
    others: (kid, { after = '', most }) =>
      engine.read(() => {
        const ids = page.all(after, most).map(({ id }) => id);
        const values = ofCameras.all({ cameras: JSON.stringify(ids), kid }).map(valueOf);
        const last = ids.length < most ? undefined : ids.at(-1);
        return { values, ...(last !== undefined && { last: CameraId(last) }) };
      }),
    reseal: (changes) =>
      engine.write(() => changes.reduce((total, change) => total + put(change), 0)),
    dropKeys: (kids) =>
      engine.write(() => {
        const unused = kids.filter((kid) => kinds.every(({ used }) => used.get(kid) === undefined));
        for (const kid of unused) drop.run(kid, now());
        return unused;
      }),
  };
}
