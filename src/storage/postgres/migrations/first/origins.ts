/** Origins. */
import { operationsOf, these } from './operation.ts';

const columns = 'camera, line, place, proof, since';
const definition = 'TABLE (camera text, line text, place text, proof text, since bigint)';

export const originFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'origin_of',
    args: '_camera text, _line text',
    returns: definition,
    body: `RETURN QUERY SELECT ${columns} FROM origins WHERE camera = _camera AND line = _line;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'origin_bind',
    args: `_camera text, _line text, _place text, _proof text, _since bigint, _opening bigint,
  _before_place text, _before_proof text`,
    returns: 'boolean',
    declare: '_found origins%ROWTYPE;',
    body: `
  PERFORM 1 FROM cameras WHERE id = _camera AND opening = _opening FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT * INTO _found FROM origins WHERE camera = _camera AND line = _line;
  IF _found.proof IS DISTINCT FROM _before_proof OR _found.place IS DISTINCT FROM _before_place THEN
    RETURN false;
  END IF;
  INSERT INTO origins (${columns}) VALUES (_camera, _line, _place, _proof, _since)
  ON CONFLICT (camera, line) DO UPDATE SET place = excluded.place, proof = excluded.proof, since = excluded.since;
  RETURN true;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'origins_of_all',
    args: '_said text',
    returns: definition,
    declare: these('_cameras'),
    body: `
  RETURN QUERY SELECT ${columns} FROM origins WHERE camera = ANY (_cameras) ORDER BY since, camera, line DESC;`,
  },
);
