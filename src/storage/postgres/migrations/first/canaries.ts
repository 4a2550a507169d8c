/** The canaries' accounts and cameras: what a bridge may add and remove, and no other. */
import { helper } from './claims.ts';
import { cameraAddArgs } from './map-changes.ts';
import { operationsOf } from './operation.ts';
import { pinDefinition } from './pins.ts';

const domain = '@tripwire.invalid';
const given = (args: string): string => (args.match(/\b_\w+/g) ?? []).join(', ');

const mustBeOne = (account: string): string => `
  IF NOT coalesce(casement.is_canary(${account}), false) THEN
    RAISE EXCEPTION 'no such canary' USING ERRCODE = 'CA404';
  END IF;`;
const ownerOf = (camera: string): string =>
  `(SELECT k.owner FROM cameras k WHERE k.id = ${camera})`;
const mustTakeNothing = (claim: string): string => `
  IF coalesce((${claim}->>'takeOver')::boolean, true) THEN
    RAISE EXCEPTION 'a canary takes nothing over' USING ERRCODE = 'CA400';
  END IF;`;

const addArgs =
  '_id text, _name text, _email text, _skeleton text, _password_hash text, _created_at bigint, _look_alike boolean';

export const canaryFunctions =
  helper(
    'is_canary(_account text)',
    'boolean',
    `RETURN EXISTS (SELECT 1 FROM accounts WHERE id = _account AND right(email, ${domain.length}) = '${domain}');`,
  ) +
  operationsOf(
    {
      as: 'operations',
      by: 'bridge',
      name: 'canary_add',
      args: addArgs,
      returns: 'void',
      body: `
  IF right(_email, ${domain.length}) IS DISTINCT FROM '${domain}' THEN
    RAISE EXCEPTION 'this is no address of a canary' USING ERRCODE = 'CA400';
  END IF;
  PERFORM casement.account_add(${given(addArgs)});`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'canary_remove',
      args: '_id text',
      returns: 'boolean',
      body: `
  IF NOT EXISTS (SELECT 1 FROM accounts WHERE id = _id) THEN RETURN false; END IF;${mustBeOne('_id')}
  PERFORM casement.account_remove(_id);
  DELETE FROM past_grants WHERE account = _id;
  DELETE FROM past_entries WHERE account = _id;
  RETURN true;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'canary_camera_add',
      args: cameraAddArgs,
      returns: 'void',
      body: `${mustTakeNothing('_claim::jsonb')}${mustBeOne('_account')}
  PERFORM casement.camera_add(${given(cameraAddArgs)});`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'canaries_set_sources',
      args: '_changes text, _now bigint',
      returns: 'boolean',
      declare: '_change jsonb;',
      body: `
  FOR _change IN SELECT jsonb_array_elements(_changes::jsonb) LOOP
    ${mustTakeNothing(`(_change->'claim')`)}${mustBeOne(ownerOf(`_change->>'camera'`))}
  END LOOP;
  RETURN casement.cameras_set_sources(_changes, _now);`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'canary_unpin',
      args: '_camera text',
      returns: pinDefinition,
      body: `${mustBeOne(ownerOf('_camera'))}
  RETURN QUERY SELECT * FROM casement.unpin(_camera);`,
    },
  );
