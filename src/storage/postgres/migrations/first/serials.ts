/** Serial numbers. */
import { reopenLater } from './map-changes.ts';
import { operationsOf, these } from './operation.ts';

const isFree = `NOT EXISTS (SELECT 1 FROM serials s JOIN unique_makes u ON u.make = s.make
    JOIN serials o ON o.make = s.make AND o.serial = s.serial AND casement.is_earlier(o, s) WHERE s.camera = _camera)`;

export const serialFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'serial_claim',
    args: '_camera text, _make text, _serial text, _opening bigint, _now bigint',
    returns: 'boolean',
    declare: '_since bigint;',
    body: `
  -- Most connections change nothing.
  IF NOT EXISTS (SELECT 1 FROM serials WHERE camera = _camera AND make = _make AND serial = _serial) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('serial ' || _make || _serial, 0));
    PERFORM casement.must_be_opened(_camera, _opening);
    IF NOT EXISTS (SELECT 1 FROM serials WHERE camera = _camera) THEN
      SELECT since INTO _since FROM pins WHERE camera = _camera AND line = 'onvif';
    END IF;
    INSERT INTO serials (camera, make, serial, since) VALUES (_camera, _make, _serial, coalesce(_since, _now))
    ON CONFLICT (camera) DO UPDATE SET make = excluded.make, serial = excluded.serial, since = excluded.since;
    ${reopenLater('_camera')}
  END IF;
  RETURN ${isFree};`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'make_declare',
    args: '_make text, _name text, _since bigint',
    returns: 'TABLE (device text)',
    declare: '_is_new boolean; _cameras text[];',
    body: `
  INSERT INTO unique_makes (make, name, since) VALUES (_make, _name, _since)
  ON CONFLICT (make) DO NOTHING;
  _is_new := FOUND;
  IF NOT _is_new THEN UPDATE unique_makes SET name = _name WHERE make = _make; END IF;
  _cameras := ARRAY(SELECT DISTINCT s.camera FROM serials s
    JOIN serials o ON o.make = s.make AND o.serial = s.serial AND casement.is_earlier(o, s) WHERE s.make = _make);
  IF _is_new THEN UPDATE cameras SET opening = opening + 1 WHERE id = ANY (_cameras); END IF;
  RETURN QUERY SELECT e.device FROM entries e
  WHERE e.camera = ANY (_cameras) AND e.role = 'owner' ORDER BY e.position, e.device;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'make_undeclare',
    args: '_make text',
    returns: 'boolean',
    body: `
  DELETE FROM unique_makes WHERE make = _make;
  RETURN FOUND;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'make_list',
    returns: 'TABLE (make text, name text, since bigint)',
    body: `RETURN QUERY SELECT make, name, since FROM unique_makes ORDER BY name COLLATE "C", make;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'serials_of_all',
    args: '_said text',
    returns: 'TABLE (camera text, make text, serial text)',
    declare: these('_cameras'),
    body: `
  RETURN QUERY SELECT camera, make, serial FROM serials WHERE camera = ANY (_cameras) ORDER BY since, camera;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'serials_alike',
    args: '_numbers text, _most bigint',
    returns: 'TABLE (camera text, make text, serial text)',
    body: `
  RETURN QUERY SELECT f.camera, n.make, n.serial
  FROM ROWS FROM (jsonb_to_recordset(_numbers::jsonb) AS (make text, serial text))
    WITH ORDINALITY AS n (make, serial, at),
  LATERAL (SELECT s.camera FROM serials s WHERE s.make = n.make AND s.serial = n.serial
    ORDER BY s.camera LIMIT _most) f
  ORDER BY n.at, f.camera;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'serial_count',
    args: '_make text',
    returns: 'bigint',
    body: `RETURN (SELECT count(*) FROM serials WHERE make = _make);`,
  },
);
