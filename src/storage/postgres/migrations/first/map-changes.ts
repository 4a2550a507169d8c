/** The account-to-device map: how it is changed. */
import { operationsOf } from './operation.ts';

const noAccount = `
  IF NOT EXISTS (SELECT 1 FROM accounts WHERE id = _account) THEN
    RAISE EXCEPTION 'no such account' USING ERRCODE = 'CA404';
  END IF;`;
const noCamera = `
  IF NOT FOUND THEN RAISE EXCEPTION 'no such camera' USING ERRCODE = 'CA404'; END IF;`;
/** Of one camera, in one ownership if an epoch is named. */
const whose = 'id = _camera AND epoch = coalesce(_epoch, epoch)';
const entryArgs =
  '_account text, _device text, _role text, _name text, _room text, _nicknames text, _now bigint';
export const cameraAddArgs = `_camera text, _epoch bigint, _kind text, _manufacturer text, _model text, _hw_version text, _sw_version text,
  _sealed_source text, _always_warm boolean, _connections text, ${entryArgs}, _claim text`;
const insertEntry = (owner: string): string => `
  INSERT INTO entries (account, device, camera, owner, role, name, room, nicknames, since, began, position)
  VALUES (_account, _device, _camera, ${owner}, _role, _name, _room, _nicknames, _now,
    casement.next_revision(), casement.next_revision());`;
/** Hashes of the places that a row has, or comes to. */
const claimed = (claim: string): string =>
  `ARRAY(SELECT p->>'hash' FROM jsonb_array_elements(${claim}->'places') p)`;

/** Opens later cameras of the same serial number anew that are another owner's: they are refused from now on. */
export const reopenLater = (camera: string): string => `
  UPDATE cameras SET opening = opening + 1 WHERE id IN (
    SELECT s.camera FROM serials o JOIN unique_makes u ON u.make = o.make
    JOIN serials s ON casement.is_earlier(o, s) WHERE o.camera = ${camera});`;

export const mapChanges = `
-- Whether o is another owner's camera that was known by the same before s; of two at one time, by its id.
CREATE FUNCTION casement.is_earlier(o casement.serials, s casement.serials) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT o.make = s.make AND o.serial = s.serial AND o.camera <> s.camera
    AND (o.since, o.camera) < (s.since, s.camera)
    AND (SELECT account FROM casement.entries WHERE camera = o.camera AND role = 'owner')
      <> (SELECT account FROM casement.entries WHERE camera = s.camera AND role = 'owner')
$$;
${operationsOf(
  {
    as: 'operations',
    by: 'operator',
    name: 'camera_add',
    args: cameraAddArgs,
    returns: 'void',
    declare: '_said jsonb := _claim::jsonb;',
    body: `${noAccount}
  PERFORM casement.lock_places(${claimed('_said')});
  INSERT INTO cameras (id, owner, epoch, kind, manufacturer, model, hw_version, sw_version, sealed_source, always_warm,
    connections, noted)
  VALUES (_camera, _account, _epoch, _kind, _manufacturer, _model, _hw_version, _sw_version, _sealed_source,
    _always_warm, _connections, casement.next_revision());
  ${insertEntry('_account')}
  PERFORM casement.claim_put(_camera, _said);
  PERFORM casement.claim_decide(_camera, (_said->>'takeOver')::boolean, _now);`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'entry_add',
    args: `_camera text, _epoch bigint, ${entryArgs}`,
    returns: 'void',
    declare: '_owner text;',
    body: `${noAccount}
  -- It does not change hands meanwhile.
  SELECT owner INTO _owner FROM cameras WHERE ${whose} FOR SHARE;${noCamera}
  IF EXISTS (SELECT 1 FROM entries WHERE account = _account AND camera = _camera) THEN
    RAISE EXCEPTION 'this account sees this camera already' USING ERRCODE = 'CA400';
  END IF;
  IF (_role = 'owner') <> (_account = _owner) THEN
    RAISE EXCEPTION 'a camera has one owner' USING ERRCODE = 'CA409';
  END IF;
  ${insertEntry('_owner')}`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'cameras_set_sources',
    args: '_changes text, _now bigint',
    returns: 'boolean',
    declare: `_all jsonb := _changes::jsonb; _change jsonb; _camera text;
  _cameras text[] := ARRAY(SELECT c->>'camera' FROM jsonb_array_elements(_changes::jsonb) c);`,
    body: `
  PERFORM 1 FROM cameras WHERE id = ANY (_cameras) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM jsonb_array_elements(_all) c WHERE NOT coalesce((
      SELECT k.epoch = coalesce((c->>'epoch')::bigint, k.epoch) FROM cameras k WHERE k.id = c->>'camera'), false)) THEN
    RETURN false;
  END IF;
  PERFORM casement.lock_places(ARRAY(
    SELECT p->>'hash' FROM jsonb_array_elements(_all) c, jsonb_array_elements(c->'claim'->'places') p
    UNION SELECT hash FROM places WHERE camera = ANY (_cameras)));
  FOR _change IN SELECT c FROM jsonb_array_elements(_all) WITH ORDINALITY AS e (c, at) ORDER BY at LOOP
    _camera := _change->>'camera';
    UPDATE cameras SET sealed_source = _change->>'sealedSource', always_warm = (_change->>'alwaysWarm')::boolean,
      opening = opening + 1, connections = coalesce(_change->>'connections', connections),
      grandfathered = false, unplaced = false
    WHERE id = _camera;
    UPDATE origins SET place = NULL WHERE camera = _camera;
    -- No camera will be met there again that could show that the strangers are gone.
    UPDATE pins SET stranger = NULL, stranger_since = NULL
    WHERE camera = _camera AND NOT (_change->'lines' ? line) AND stranger IS NOT NULL;
    PERFORM casement.claim_put(_camera, _change->'claim');
  END LOOP;
  FOR _change IN SELECT c FROM jsonb_array_elements(_all) WITH ORDINALITY AS e (c, at) ORDER BY at LOOP
    PERFORM casement.claim_decide(_change->>'camera', (_change->'claim'->>'takeOver')::boolean, _now);
  END LOOP;
  RETURN true;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'camera_reseal',
    args: '_camera text, _before text, _sealed text, _epoch bigint',
    returns: 'boolean',
    body: `
  UPDATE cameras SET sealed_source = _sealed, opening = opening + 1
  WHERE id = _camera AND sealed_source = _before AND epoch = _epoch;
  RETURN FOUND;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'camera_learn_one_connection',
    args: '_camera text, _epoch bigint',
    returns: 'boolean',
    body: `
  UPDATE cameras SET connections = 'learnt' WHERE id = _camera AND epoch = _epoch AND connections IS NULL;
  RETURN FOUND;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'camera_transfer',
    args: `_camera text, _epoch bigint, ${entryArgs}`,
    returns: 'bigint',
    declare: '_next bigint;',
    body: `${noAccount}
  PERFORM 1 FROM cameras WHERE ${whose} FOR UPDATE;${noCamera}
  PERFORM casement.lock_places(casement.hashes_of(_camera));
  -- The old entries end in the old epoch.
  DELETE FROM entries WHERE camera = _camera;
  UPDATE cameras SET epoch = epoch + 1, owner = _account, grandfathered = false, unplaced = false
  WHERE id = _camera
  RETURNING epoch INTO _next;
  ${insertEntry('_account')}
  PERFORM casement.claim_decide(_camera, false, _now);
  ${reopenLater('_camera')}
  RETURN _next;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'camera_remove',
    args: '_camera text, _epoch bigint',
    returns: 'boolean',
    body: `
  DELETE FROM cameras WHERE ${whose};
  RETURN FOUND;`,
  },
)}`;
