/** The account-to-device map: what is asked of it. */
import {
  cameraColumns,
  cameraDefinition,
  mappedDefinition,
  mappedRows,
  ownedFunction,
  seenRows,
} from './mapped.ts';
import { operationsOf } from './operation.ts';

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
      body: `RETURN QUERY ${seenRows} WHERE e.account = _account AND e.device = _device;`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'entries_of_account',
      returns: mapped,
      body: `RETURN QUERY ${seenRows} WHERE e.account = _account ORDER BY e.position, e.device;`,
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
      by: 'operator',
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
      by: 'operator',
      name: 'entry_list',
      returns: mapped,
      body: `RETURN QUERY ${mappedRows} ORDER BY e.position, e.device;`,
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
