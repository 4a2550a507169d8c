/** A row of the map joined with its camera, as functions return it. */

const cameraParts = [
  ['camera', 'text', 'c.id'],
  ['epoch', 'bigint', 'c.epoch'],
  ['kind', 'text', 'c.kind'],
  ['manufacturer', 'text', 'c.manufacturer'],
  ['model', 'text', 'c.model'],
  ['hw_version', 'text', 'c.hw_version'],
  ['sw_version', 'text', 'c.sw_version'],
  ['sealed_source', 'text', 'c.sealed_source'],
  ['always_warm', 'boolean', 'c.always_warm'],
  ['opening', 'bigint', 'c.opening'],
  ['connections', 'text', 'c.connections'],
] as const;

const entryParts = [
  ['account', 'text', 'e.account'],
  ['device', 'text', 'e.device'],
  ['role', 'text', 'e.role'],
  ['name', 'text', 'e.name'],
  ['room', 'text', 'e.room'],
  ['nicknames', 'text', 'e.nicknames'],
  ['began', 'bigint', 'e.began'],
] as const;

const names = ([name, type]: readonly [string, string, string]): string => `${name} ${type}`;
const values = ([, , value]: readonly [string, string, string]): string => value;

/** The columns of `cameras c`. */
export const cameraColumns = cameraParts.map(values).join(', ');
export const cameraDefinition = cameraParts.map(names).join(', ');

const entryColumns = entryParts.map(values).join(', ');
const entryDefinition = entryParts.map(names).join(', ');
export const mappedDefinition = `${entryDefinition}, unconfirmed boolean, ${cameraDefinition}`;

const owned = `SELECT 1 FROM entries o JOIN accounts a ON a.id = o.account
    WHERE o.camera = c.id AND o.role = 'owner' AND NOT a.unconfirmed`;
const joined = 'FROM entries e JOIN cameras c ON c.id = e.camera';

/**
 * The columns of `entries e` joined with `cameras c`. Who owns the camera is asked of a function for each row, and not of
 * the tables: where many rows are expected, the planner would first read all entries there are.
 */
export const mappedColumns = `${entryColumns}, NOT casement.is_owned(c.id), ${cameraColumns}`;

/** Rows of the map: what follows says which. */
export const mappedRows = `SELECT ${mappedColumns} ${joined}`;

/** Whether a confirmed account owns a camera, whoever that is: whoever sees the camera may know that. */
export const ownedFunction = `
CREATE FUNCTION casement.is_owned(_camera text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = casement, pg_temp AS $$
BEGIN
  RETURN EXISTS (${owned.replace('c.id', '_camera')});
END $$;
REVOKE ALL ON FUNCTION casement.is_owned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casement.is_owned TO casement_tenant;
ALTER FUNCTION casement.is_owned OWNER TO casement_operations;
`;
