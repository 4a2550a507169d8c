/** Sealed values. */
import { operationsOf } from './operation.ts';

/** Every value there is. Anything that is sealed elsewhere, too, has to stand here. */
const all = `(
    SELECT 'source' AS kind, id AS camera, NULL AS line, sealed_source AS sealed FROM cameras
    UNION ALL SELECT 'place', camera, line, place FROM origins WHERE place IS NOT NULL
    UNION ALL SELECT 'proof', camera, line, proof FROM origins
  ) v`;
const kidIn = (column: string): string => `split_part(${column}, '.', 1)`;
const kid = `split_part(v.sealed, '.', 1)`;

const columns = [
  ['cameras', 'sealed_source'],
  ['origins', 'place'],
  ['origins', 'proof'],
] as const;

/** By which key something is sealed. */
export const keyIndexes = columns
  .map(
    ([table, column]) => `
CREATE INDEX ${table}_${column}_key ON casement.${table} (${kidIn(column)});`,
  )
  .join('');

const putOrigins = (column: string): string => `
  UPDATE origins o SET ${column} = c.sealed FROM changes c
  WHERE c.kind = '${column}' AND o.camera = c.camera AND o.line = c.line AND o.${column} = c.before`;

export const sealedFunctions = operationsOf(
  {
    as: 'operations',
    by: 'operator',
    name: 'sealed_count',
    returns: 'TABLE (kid text, count bigint)',
    body: `RETURN QUERY SELECT ${kid}, count(*) FROM ${all} GROUP BY 1;`,
  },
  // From one key to the next by the index: very many values are sealed with the same. Each may come several times.
  {
    as: 'operations',
    by: 'bridge',
    name: 'sealed_keys',
    returns: 'TABLE (kid text)',
    body: columns
      .map(
        ([table, column]) => `
  kid := '';
  LOOP
    SELECT ${kidIn(`t.${column}`)} INTO kid FROM ${table} t WHERE ${kidIn(`t.${column}`)} > kid
    ORDER BY 1 LIMIT 1;
    EXIT WHEN NOT FOUND;
    RETURN NEXT;
  END LOOP;`,
      )
      .join(''),
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'sealed_others',
    args: '_kid text, _after text, _most bigint',
    // A row without a value says that more may follow the camera.
    returns: 'TABLE (kind text, camera text, line text, sealed text)',
    declare: `_cameras text[] := ARRAY(SELECT c.id FROM cameras c WHERE c.id > _after ORDER BY c.id LIMIT _most);`,
    body: `
  RETURN QUERY SELECT v.kind, v.camera, v.line, v.sealed FROM ${all}
  WHERE v.camera = ANY (_cameras) AND ${kid} <> _kid;
  IF cardinality(_cameras) = _most THEN
    RETURN QUERY SELECT 'last', _cameras[_most], NULL::text, ''::text;
  END IF;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'sealed_put',
    args: '_changes text',
    returns: 'bigint',
    declare: '_total bigint := 0; _count bigint;',
    body: `
  ${[
    `
  UPDATE cameras k SET sealed_source = c.sealed FROM changes c
  WHERE c.kind = 'source' AND k.id = c.camera AND k.sealed_source = c.before`,
    putOrigins('place'),
    putOrigins('proof'),
  ]
    .map(
      (update) => `
  WITH changes AS (
    SELECT * FROM jsonb_to_recordset(_changes::jsonb) AS c (kind text, camera text, line text, before text, sealed text)
  ) ${update};
  GET DIAGNOSTICS _count = ROW_COUNT;
  _total := _total + _count;`,
    )
    .join('')}
  RETURN _total;`,
  },
  // Who seals meanwhile waits, and finds that the key was dropped.
  {
    as: 'operations',
    by: 'operator',
    name: 'keys_drop',
    args: '_kids text, _now bigint',
    returns: 'TABLE (kid text)',
    body: `
  LOCK TABLE cameras, origins IN SHARE ROW EXCLUSIVE MODE;
  INSERT INTO dropped_keys (kid, at)
  SELECT k, _now FROM casement.texts(_kids) k WHERE k NOT IN (SELECT u.kid FROM casement.sealed_keys() u)
  ON CONFLICT (kid) DO NOTHING;
  RETURN QUERY SELECT d.kid FROM dropped_keys d JOIN casement.texts(_kids) k ON k = d.kid;`,
  },
);
