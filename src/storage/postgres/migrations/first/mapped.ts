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
  ['unconfirmed', 'boolean', 'NOT casement.is_owned(c.id)'],
] as const;

type Part = readonly [name: string, type: string, value: string];
const definition = (parts: readonly Part[]): string =>
  parts.map(([name, type]) => `${name} ${type}`).join(', ');
const values = (parts: readonly Part[]): string => parts.map(([, , value]) => value).join(', ');

/** The columns of `cameras c`. */
export const cameraColumns = values(cameraParts);
export const cameraDefinition = definition(cameraParts);

/** The columns of `entries e` joined with `cameras c`. */
export const mappedColumns = `${values(entryParts)}, ${cameraColumns}`;
export const mappedDefinition = `${definition(entryParts)}, ${cameraDefinition}`;

/** Rows of the map: what follows says which. */
export const mappedRows = `SELECT ${mappedColumns} FROM entries e JOIN cameras c ON c.id = e.camera`;

/** Whether a confirmed account owns a camera: whoever sees the camera may know that. */
export const ownedFunction = `
CREATE FUNCTION casement.is_owned(_camera text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = casement, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM entries o JOIN accounts a ON a.id = o.account
    WHERE o.camera = _camera AND o.role = 'owner' AND NOT a.unconfirmed)
$$;
REVOKE ALL ON FUNCTION casement.is_owned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casement.is_owned TO casement_tenant;
ALTER FUNCTION casement.is_owned OWNER TO casement_operations;
`;
