/** Pins. */
import { operationsOf } from './operation.ts';

const columns = 'camera, line, fields, hash, description, since, stranger, stranger_since';
const definition =
  'TABLE (camera text, line text, fields text, hash text, description text, since bigint, stranger text, stranger_since bigint)';

export const pinFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_of',
    args: '_camera text, _line text',
    returns: definition,
    body: `RETURN QUERY SELECT ${columns} FROM pins WHERE camera = _camera AND line = _line;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin',
    args: '_camera text, _line text, _fields text, _hash text, _description text, _since bigint, _opening bigint',
    returns: definition,
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
    returns: definition,
    body: `
  PERFORM casement.reopen(_camera);
  DELETE FROM origins WHERE camera = _camera;
  RETURN QUERY DELETE FROM pins WHERE camera = _camera RETURNING ${columns};`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'pin_list',
    returns: definition,
    body: `RETURN QUERY SELECT ${columns} FROM pins ORDER BY since, camera, line;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'pin_list_once',
    returns: definition,
    body: `RETURN QUERY UPDATE pins SET listed = true WHERE NOT listed RETURNING ${columns};`,
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
