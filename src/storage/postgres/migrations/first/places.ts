/** Places: who may connect where. */
import { operationsOf, these } from './operation.ts';

const stands = `EXISTS (
    SELECT 1 FROM cameras c JOIN entries e ON e.camera = c.id AND e.role = 'owner'
    WHERE c.id = _camera AND c.sealed_source = _sealed_source)`;

export const placeFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'places_of',
    args: '_camera text',
    returns: 'TABLE (line text, hash text, named boolean)',
    body: `RETURN QUERY SELECT line, hash, named FROM places WHERE camera = _camera ORDER BY position;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'places_of_all',
    args: '_said text',
    returns: 'TABLE (camera text, line text, hash text, named boolean)',
    declare: these('_cameras'),
    body: `
  RETURN QUERY SELECT camera, line, hash, named FROM places WHERE camera = ANY (_cameras)
  ORDER BY camera, line, hash;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_rivals',
    args: '_owner text, _said text',
    returns:
      'TABLE (camera text, line text, hash text, named boolean, device text, sealed_source text)',
    declare: these('_hashes'),
    body: `
  RETURN QUERY SELECT p.camera, p.line, p.hash, p.named, e.device, c.sealed_source
  FROM places p JOIN cameras c ON c.id = p.camera
  JOIN entries e ON e.camera = p.camera AND e.role = 'owner'
  WHERE e.account <> _owner AND p.hash = ANY (_hashes)
  ORDER BY e.position, e.device, p.position;`,
  },
  // Whether there is nothing to write, and nothing in the way: most connections change nothing.
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_is_claimed',
    args: `_camera text, _line text, _hashes text[], _named boolean, _whole boolean, _kept boolean, _sealed_source text,
  _max_led bigint`,
    returns: 'boolean',
    declare: '_known bigint; _stale bigint;',
    body: `
  IF NOT _kept THEN
    -- Those that are returned count only while they are among the last: their order says where it led then.
    SELECT count(*) INTO _known FROM visits v
    WHERE v.camera = _camera AND v.line = _line AND v.hash = ANY (_hashes)
      AND (below OR hash IN (SELECT w.hash FROM visits w
        WHERE w.camera = _camera AND w.line = _line AND NOT w.below ORDER BY w.position DESC LIMIT _max_led));
    IF _known <> cardinality(_hashes) THEN RETURN false; END IF;
  ELSE
    IF EXISTS (SELECT 1 FROM take_over_words WHERE camera = _camera AND line = _line) THEN RETURN false; END IF;
    SELECT count(*) FILTER (WHERE hash = ANY (_hashes) AND named <= _named),
      count(*) FILTER (WHERE hash <> ALL (_hashes) AND named)
    INTO _known, _stale FROM places WHERE camera = _camera AND line = _line;
    IF _known <> cardinality(_hashes) OR (_named AND _whole AND _stale > 0) THEN RETURN false; END IF;
  END IF;
  RETURN ${stands}
    AND NOT casement.place_is_taken(_camera, _line, _hashes, _named, _kept);`,
  },
  // An older row may find another one where it stands, not where it is led, or where its name leads by now.
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_is_taken',
    args: '_camera text, _line text, _hashes text[], _named boolean, _kept boolean',
    returns: 'boolean',
    declare: `_older text[] := '{}';`,
    body: `
  IF _kept THEN
    _older := ARRAY(SELECT hash FROM places WHERE camera = _camera AND line = _line);
    IF NOT _named OR cardinality(_older) = 0 THEN _older := _hashes; END IF;
  END IF;
  RETURN EXISTS (SELECT 1 FROM casement.clashes(_camera, _hashes, _older));`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_claim',
    args: `_camera text, _line text, _said text, _named boolean, _whole boolean, _kept boolean, _below boolean,
  _sealed_source text, _now bigint, _max_led bigint, _max_named bigint, _max_visits bigint`,
    returns: 'boolean',
    declare: `_hashes text[] := ARRAY(SELECT casement.texts(_said)); _rival casement.clash; _hash text; _stale bigint;`,
    body: `
  IF casement.place_is_claimed(_camera, _line, _hashes, _named, _whole, _kept, _sealed_source, _max_led) THEN
    RETURN true;
  END IF;
  PERFORM 1 FROM cameras WHERE id = _camera FOR NO KEY UPDATE;
  PERFORM casement.lock_places(_hashes || casement.hashes_of(_camera));
  IF NOT ${stands} THEN RETURN false; END IF;
  IF _kept THEN
    DELETE FROM take_over_words WHERE camera = _camera AND line = _line;
    IF FOUND THEN
      FOR _rival IN SELECT * FROM casement.clashes(_camera, _hashes, _hashes) LOOP
        PERFORM casement.take_over(_camera, _rival, _now);
      END LOOP;
    END IF;
  END IF;
  IF casement.place_is_taken(_camera, _line, _hashes, _named, _kept) THEN RETURN false; END IF;
  IF casement.place_is_claimed(_camera, _line, _hashes, _named, _whole, _kept, _sealed_source, _max_led) THEN
    RETURN true;
  END IF;
  IF NOT _kept THEN
    -- A visit that is no longer known must not go on. A still is over before that matters.
    IF (SELECT count(*) FROM visits WHERE camera = _camera AND line = _line) >= _max_visits THEN
      DELETE FROM visits WHERE camera = _camera AND line = _line;
      IF _line = 'stream' THEN PERFORM casement.reopen(_camera); END IF;
    END IF;
    FOREACH _hash IN ARRAY _hashes LOOP
      INSERT INTO visits (camera, line, hash, below, position)
      VALUES (_camera, _line, _hash, _below, (SELECT coalesce(max(position), 0) + 1 FROM visits
        WHERE camera = _camera AND line = _line))
      ON CONFLICT (camera, line, hash) DO UPDATE SET below = excluded.below, position = excluded.position;
    END LOOP;
    RETURN true;
  END IF;
  SELECT count(*) INTO _stale FROM places
  WHERE camera = _camera AND line = _line AND hash <> ALL (_hashes) AND named;
  IF _named AND (_whole OR _stale + cardinality(_hashes) > _max_named) THEN
    DELETE FROM places WHERE camera = _camera AND line = _line AND named AND hash <> ALL (_hashes);
  END IF;
  FOREACH _hash IN ARRAY _hashes LOOP
    PERFORM casement.place_add(_camera, _line, _hash, _named);
  END LOOP;
  PERFORM casement.end_visits(_camera);
  RETURN true;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_release',
    args: '_camera text, _line text, _hash text',
    returns: 'void',
    body: `
  PERFORM 1 FROM cameras WHERE id = _camera FOR NO KEY UPDATE;
  DELETE FROM places WHERE camera = _camera AND line = _line AND hash = _hash AND named;
  IF FOUND THEN PERFORM casement.reopen(_camera); END IF;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_visits',
    args: '_camera text, _line text, _most bigint',
    returns: 'TABLE (hash text)',
    body: `
  RETURN QUERY SELECT hash FROM visits WHERE camera = _camera AND line = _line AND NOT below
  ORDER BY position DESC LIMIT _most;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'places_older',
    args: '_after text, _most bigint',
    returns: 'TABLE (camera text)',
    body: `RETURN QUERY SELECT id FROM cameras WHERE grandfathered AND id > _after ORDER BY id LIMIT _most;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'places_unplaced',
    args: '_after text, _most bigint',
    returns: 'TABLE (camera text, sealed_source text)',
    body: `
  RETURN QUERY SELECT id, sealed_source FROM cameras WHERE unplaced AND id > _after ORDER BY id LIMIT _most;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'places_place',
    args: '_rows text',
    returns: 'void',
    declare: '_row jsonb; _camera text; _sealed_source text;',
    body: `
  PERFORM casement.lock_places(ARRAY(
    SELECT p->>'hash' FROM jsonb_array_elements(_rows::jsonb) r, jsonb_array_elements(r->'places') p));
  FOR _row IN SELECT r FROM jsonb_array_elements(_rows::jsonb) WITH ORDINALITY AS e (r, at) ORDER BY at LOOP
    _camera := _row->>'camera';
    _sealed_source := _row->>'sealedSource';
    PERFORM 1 FROM cameras WHERE id = _camera FOR NO KEY UPDATE;
    CONTINUE WHEN NOT ${stands};
    PERFORM casement.place_add(_camera, p->>'line', p->>'hash', (p->>'named')::boolean)
    FROM (SELECT p FROM jsonb_array_elements(_row->'places') WITH ORDINALITY AS e (p, at) ORDER BY at) s;
    UPDATE cameras SET unplaced = false WHERE id = _camera AND unplaced;
    PERFORM casement.end_visits(_camera);
  END LOOP;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'places_sharing',
    args: '_camera text',
    returns: 'TABLE (camera text)',
    body: `
  RETURN QUERY SELECT q.camera FROM places p JOIN places q ON q.hash = p.hash AND q.camera <> p.camera
  WHERE p.camera = _camera
  UNION SELECT v.camera FROM places p JOIN visits v ON v.hash = p.hash AND v.camera <> p.camera
  WHERE p.camera = _camera;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'place_conflicts',
    args: '_said text',
    returns: 'TABLE (one text, other text)',
    declare: these('_cameras'),
    body: `
  -- Where both cameras were asked for, a pair is found from both sides.
  RETURN QUERY SELECT s.one, s.other FROM (
    SELECT DISTINCT CASE WHEN first THEN o.device ELSE f.device END AS one,
      CASE WHEN first THEN f.device ELSE o.device END AS other,
      least(o.position, f.position) AS lower, greatest(o.position, f.position) AS higher
    FROM places p JOIN places q ON q.hash = p.hash AND q.camera <> p.camera
    JOIN entries o ON o.camera = p.camera AND o.role = 'owner'
    JOIN entries f ON f.camera = q.camera AND f.role = 'owner'
    CROSS JOIN LATERAL (SELECT (o.position, o.device) < (f.position, f.device) AS first) l
    WHERE p.camera = ANY (_cameras) AND o.account <> f.account) s
  ORDER BY s.lower, s.higher, s.one, s.other;`,
  },
);
