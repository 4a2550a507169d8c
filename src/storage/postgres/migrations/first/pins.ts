/** Pins. */
import { operationsOf, these } from './operation.ts';

const columns = 'camera, line, fields, hash, description, since, stranger, stranger_since';
export const pinDefinition =
  'TABLE (camera text, line text, fields text, hash text, description text, since bigint, stranger text, stranger_since bigint)';

export const pinFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_of',
    args: '_camera text, _line text',
    returns: pinDefinition,
    body: `RETURN QUERY SELECT ${columns} FROM pins WHERE camera = _camera AND line = _line;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin',
    args: '_camera text, _line text, _fields text, _hash text, _description text, _since bigint, _opening bigint',
    returns: pinDefinition,
    body: `
  PERFORM casement.must_be_opened(_camera, _opening);
  INSERT INTO pins (camera, line, fields, hash, description, since)
  VALUES (_camera, _line, _fields, _hash, _description, _since) ON CONFLICT (camera, line) DO NOTHING;
  RETURN QUERY SELECT ${columns} FROM pins WHERE camera = _camera AND line = _line;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_replace',
    args: `_camera text, _line text, _old_fields text, _old_hash text, _old_since bigint,
  _fields text, _hash text, _description text, _since bigint, _opening bigint`,
    returns: 'boolean',
    body: `
  PERFORM casement.must_be_opened(_camera, _opening);
  UPDATE pins SET fields = _fields, hash = _hash, description = _description, since = _since,
    stranger = NULL, stranger_since = NULL
  WHERE camera = _camera AND line = _line AND fields = _old_fields AND hash = _old_hash AND since = _old_since;
  RETURN FOUND;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_note',
    args: '_camera text, _line text, _stranger text, _since bigint, _opening bigint',
    returns: 'boolean',
    declare: '_before text; _noted boolean; _pinned boolean;',
    body: `
  PERFORM casement.must_be_opened(_camera, _opening);
  SELECT stranger INTO _before FROM pins WHERE camera = _camera AND line = _line;
  _pinned := FOUND;
  UPDATE pins SET stranger = _stranger, stranger_since = _since
  WHERE camera = _camera AND line = _line AND stranger IS DISTINCT FROM _stranger;
  _noted := FOUND;
  -- Everything that is open may lead to that other camera, too.
  IF _before IS NULL AND (_noted OR NOT _pinned) AND _stranger IS NOT NULL THEN
    PERFORM casement.reopen(_camera);
  END IF;
  RETURN _noted;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'unpin',
    args: '_camera text',
    returns: pinDefinition,
    body: `
  PERFORM casement.reopen(_camera);
  DELETE FROM origins WHERE camera = _camera;
  RETURN QUERY DELETE FROM pins WHERE camera = _camera RETURNING ${columns};`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pins_of_all',
    args: '_said text',
    returns: pinDefinition,
    declare: these('_cameras'),
    body: `
  RETURN QUERY SELECT ${columns} FROM pins WHERE camera = ANY (_cameras) ORDER BY since, camera, line DESC;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'pins_alike',
    args: '_likenesses text, _most bigint',
    returns: 'TABLE (camera text, line text, fields text, hash text)',
    body: `
  RETURN QUERY SELECT f.camera, l.line, l.fields, l.hash
  FROM ROWS FROM (jsonb_to_recordset(_likenesses::jsonb) AS (line text, fields text, hash text))
    WITH ORDINALITY AS l (line, fields, hash, at),
  LATERAL (SELECT p.camera FROM pins p WHERE p.hash = l.hash AND p.line = l.line AND p.fields = l.fields
    ORDER BY p.camera LIMIT _most) f
  ORDER BY l.at, f.camera;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_list_once',
    args: '_most bigint',
    returns: 'TABLE (camera text)',
    declare: `_cameras text[] := ARRAY(
    SELECT DISTINCT p.camera FROM pins p WHERE NOT p.listed ORDER BY p.camera LIMIT _most);`,
    body: `
  IF cardinality(_cameras) = 0 THEN RETURN; END IF;
  -- Of two that ask at a time one is told.
  RETURN QUERY WITH told AS (
    UPDATE pins SET listed = true WHERE camera = ANY (_cameras) AND NOT listed RETURNING camera
  ) SELECT DISTINCT t.camera FROM told t ORDER BY t.camera;`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'strangers_of',
    returns: 'TABLE (device text)',
    body: `
  RETURN QUERY SELECT e.device FROM entries e WHERE e.account = _account AND EXISTS (
    SELECT 1 FROM pins p WHERE p.camera = e.camera AND p.stranger IS NOT NULL
  ) ORDER BY e.position, e.device;`,
  },
);
