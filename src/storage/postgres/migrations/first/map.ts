/** The account-to-device map: what is asked of it. */
import {
  cameraColumns,
  cameraDefinition,
  mappedDefinition,
  mappedRows,
  ownedFunction,
} from './mapped.ts';
import { operationsOf, these } from './operation.ts';

const mapped = `TABLE (${mappedDefinition})`;

export const mapFunctions =
  ownedFunction +
  operationsOf(
    {
      as: 'tenant',
      by: 'bridge',
      name: 'entry',
      args: '_device text',
      returns: mapped,
      body: `RETURN QUERY ${mappedRows} WHERE e.account = _account AND e.device = _device;`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'entries_of_account',
      returns: mapped,
      body: `RETURN QUERY ${mappedRows} WHERE e.account = _account ORDER BY e.position, e.device;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'cameras_warm',
      returns: `TABLE (${cameraDefinition})`,
      body: `RETURN QUERY SELECT ${cameraColumns} FROM cameras c WHERE c.always_warm AND casement.is_owned(c.id);`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'entry_of_device',
      args: '_device text',
      returns: mapped,
      body: `RETURN QUERY ${mappedRows} WHERE e.device = _device;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'entries_of_camera',
      args: '_camera text',
      returns: mapped,
      body: `RETURN QUERY ${mappedRows} WHERE e.camera = _camera ORDER BY e.position, e.device;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'entries_of_devices',
      args: '_said text',
      returns: mapped,
      declare: these('_devices'),
      body: `RETURN QUERY ${mappedRows} WHERE e.device = ANY (_devices) ORDER BY e.position, e.device;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'entries_of_cameras',
      args: '_said text',
      returns: mapped,
      declare: these('_cameras'),
      body: `RETURN QUERY ${mappedRows} WHERE e.camera = ANY (_cameras) ORDER BY e.position, e.device;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'entry_page',
      args: '_after text, _most bigint',
      returns: mapped,
      declare: '_position bigint := 0;',
      body: `
  IF _after <> '' THEN
    SELECT position INTO _position FROM entries WHERE device = _after;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'there is no entry %', _after USING ERRCODE = 'CA404';
    END IF;
  END IF;
  RETURN QUERY ${mappedRows} WHERE (e.position, e.device) > (_position, _after)
  ORDER BY e.position, e.device LIMIT _most;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'entries_owned',
      args: '_after text, _most bigint',
      returns: mapped,
      body: `
  RETURN QUERY ${mappedRows} WHERE e.camera > _after AND e.role = 'owner' ORDER BY e.camera LIMIT _most;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'model_is_known',
      args: '_model text',
      returns: 'boolean',
      body: `RETURN EXISTS (SELECT 1 FROM cameras WHERE model = _model);`,
    },
    // From one model to the next by the index: thousands of cameras are of the same.
    {
      as: 'operations',
      by: 'operator',
      name: 'models',
      args: '_after text, _most bigint',
      returns: 'TABLE (name text)',
      body: `
  FOR _count IN 1.._most LOOP
    SELECT c.model INTO name FROM cameras c WHERE c.model > _after ORDER BY c.model LIMIT 1;
    EXIT WHEN NOT FOUND;
    RETURN NEXT;
    _after := name;
  END LOOP;`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'entry_rename',
      args: '_device text, _name text, _room text, _nicknames text',
      returns: 'boolean',
      body: `
  UPDATE entries SET name = _name, room = _room, nicknames = _nicknames WHERE account = _account AND device = _device;
  RETURN FOUND;`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'entry_remove',
      args: '_device text',
      returns: 'boolean',
      body: `
  DELETE FROM entries WHERE account = _account AND device = _device;
  RETURN FOUND;`,
    },
  );
