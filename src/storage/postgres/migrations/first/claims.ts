/** The rule of one owner for each place, inside the transaction of every change of rows. For other functions only. */

/** Returns the statements that make a function for other functions. */
export const helper = (signature: string, returns: string, body: string, declare = ''): string => `
CREATE FUNCTION casement.${signature} RETURNS ${returns}
LANGUAGE plpgsql SET search_path = casement, pg_temp AS $helper$
#variable_conflict use_column
${declare === '' ? '' : `DECLARE ${declare}`}
BEGIN
${body.trim()}
END $helper$;
REVOKE ALL ON FUNCTION casement.${signature.slice(0, signature.indexOf('('))} FROM PUBLIC;
ALTER FUNCTION casement.${signature.slice(0, signature.indexOf('('))} OWNER TO casement_operations;
`;

export const claimFunctions = [
  `
CREATE TYPE casement.clash AS (camera text, account text, device text, owner text, own text);`,
  // Of two that come to one place at a time the second waits. Always in one order.
  helper(
    'lock_places(_hashes text[])',
    'void',
    `
  PERFORM pg_advisory_xact_lock(hashtextextended('place ' || h, 0)) FROM (SELECT DISTINCT unnest(_hashes) AS h ORDER BY h) s;`,
  ),
  helper(
    'hashes_of(_camera text)',
    'text[]',
    `RETURN ARRAY(SELECT DISTINCT hash FROM places WHERE camera = _camera);`,
  ),
  helper(
    'reopen(_camera text)',
    'void',
    `UPDATE cameras SET opening = opening + 1 WHERE id = _camera;`,
  ),
  helper(
    'must_be_opened(_camera text, _opening bigint)',
    'void',
    `
  PERFORM 1 FROM cameras WHERE id = _camera AND opening = _opening FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the camera is gone, or was opened anew meanwhile' USING ERRCODE = 'CA404';
  END IF;`,
  ),
  helper(
    'place_add(_camera text, _line text, _hash text, _named boolean)',
    'void',
    `
  INSERT INTO places (camera, line, hash, named, position)
  VALUES (_camera, _line, _hash, _named, (SELECT coalesce(max(position), 0) + 1 FROM places WHERE camera = _camera))
  ON CONFLICT (camera, line, hash) DO UPDATE SET named = places.named AND excluded.named
  WHERE places.named AND NOT excluded.named;`,
  ),
  // `_older`: those of them at which two rows from before this rule may stand.
  helper(
    'clashes(_camera text, _hashes text[], _older text[])',
    'TABLE (camera text, account text, device text, owner text, own text)',
    `
  RETURN QUERY SELECT DISTINCT ON (f.position, f.device) f.camera, f.account, f.device, o.account, o.device
  FROM places q
  JOIN cameras c ON c.id = _camera
  JOIN cameras d ON d.id = q.camera
  JOIN entries o ON o.camera = _camera AND o.role = 'owner'
  JOIN entries f ON f.camera = q.camera AND f.role = 'owner'
  WHERE q.camera <> _camera AND q.hash = ANY (_hashes) AND f.account <> o.account
    AND NOT (c.grandfathered AND d.grandfathered AND q.hash = ANY (_older))
  ORDER BY f.position, f.device;`,
  ),
  // Removes the former row; what suspended it suspends the one that comes after it.
  helper(
    'take_over(_camera text, _former casement.clash, _now bigint)',
    'void',
    `
  IF NOT EXISTS (SELECT 1 FROM suspensions WHERE camera = _camera) THEN
    UPDATE suspensions SET camera = _camera WHERE camera = (_former).camera;
  END IF;
  INSERT INTO past_take_overs (account, device, former_account, former_device, at, noted)
  VALUES ((_former).owner, (_former).own, (_former).account, (_former).device, _now, casement.next_revision());
  DELETE FROM cameras WHERE id = (_former).camera;`,
  ),
  // Ends what cameras of other owners have open at this one's places. What suspends this camera must not suspend them.
  helper(
    'end_visits(_camera text)',
    'void',
    `
  WITH gone AS (
    DELETE FROM visits v USING places p, entries o, entries f
    WHERE p.camera = _camera AND v.hash = p.hash AND o.camera = p.camera AND o.role = 'owner'
      AND f.camera = v.camera AND f.role = 'owner' AND f.account <> o.account
    RETURNING v.camera
  )
  UPDATE cameras SET opening = opening + 1 WHERE id IN (SELECT camera FROM gone);`,
  ),
  // Replaces the places of a row. Its owner's entry must be there, and its places locked.
  helper(
    'claim_put(_camera text, _claim jsonb)',
    'void',
    `
  DELETE FROM visits WHERE camera = _camera;
  DELETE FROM places WHERE camera = _camera AND NOT (named AND _claim->'kept' ? line);
  PERFORM casement.place_add(_camera, p->>'line', p->>'hash', (p->>'named')::boolean)
  FROM (SELECT p FROM jsonb_array_elements(_claim->'places') WITH ORDINALITY AS e (p, at) ORDER BY at) s;
  DELETE FROM take_over_words WHERE camera = _camera;
  IF (_claim->>'takeOver')::boolean THEN
    INSERT INTO take_over_words (camera, line) SELECT _camera, jsonb_array_elements_text(_claim->'unresolved');
  END IF;`,
  ),
  helper(
    'claim_decide(_camera text, _word boolean, _now bigint)',
    'void',
    `
  _hashes := casement.hashes_of(_camera);
  FOR _rival IN SELECT * FROM casement.clashes(_camera, _hashes, _hashes) LOOP
    IF NOT _word THEN
      RAISE EXCEPTION 'the place is taken' USING ERRCODE = 'CA002', DETAIL = _rival.device;
    END IF;
    PERFORM casement.take_over(_camera, _rival, _now);
  END LOOP;
  PERFORM casement.end_visits(_camera);`,
    '_hashes text[]; _rival casement.clash;',
  ),
].join('');
