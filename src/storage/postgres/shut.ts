/**
 * A database that `casement store copy` takes elsewhere is shut: the roles of those who call functions may use the schema
 * no more. The server holds that against whoever is connected, with the next statement, and against whoever comes.
 */
import { Failure } from '../../common/failures.ts';
import { isShut } from '../copy/words.ts';
import type { Client } from './client.ts';
import { functionOwners } from './roles.ts';

const callers = 'casement_bridge, casement_operator';

/** Whom it does not keep out, but for those who own something of it, and those who may read everything and call nothing. */
const others = `
  SELECT coalesce(r.rolname, 'PUBLIC') AS role
  FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE n.nspname = 'casement' AND a.privilege_type = 'USAGE' AND a.grantee <> n.nspowner
    AND NOT coalesce(r.rolsuper OR r.rolbypassrls, false)
    AND coalesce(r.rolname, '') <> ALL (string_to_array('${[...functionOwners].join(',')},${callers.replaceAll(' ', '')}', ','))
  ORDER BY 1`;

/** @throws Failure `bad-request`, saying what to do, if to shut it would leave somebody in */
export async function refuseOtherUsers(client: Pick<Client, 'unsafe'>): Promise<void> {
  const found = await client.unsafe<{ role: string }[]>(others);
  if (found.length === 0) return;
  const roles = found.map(({ role }) => role).join(', ');
  throw new Failure(
    'bad-request',
    `${roles} may use the schema by a grant of their own: REVOKE USAGE ON SCHEMA casement FROM ${roles}`,
  );
}

/** Statements of the schema's owner. */
export const shut = `REVOKE USAGE ON SCHEMA casement FROM ${callers}`;
export const unshut = `GRANT USAGE ON SCHEMA casement TO ${callers}`;

/** Anybody may ask this: it reads no table of the schema. One that nothing was made in yet is not shut. */
export const isShutQuestion = `
  SELECT CASE WHEN to_regrole('casement_bridge') IS NOT NULL AND EXISTS (
      SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('casement') AND relname = 'copies')
    THEN NOT has_schema_privilege('casement_bridge', 'casement', 'USAGE') ELSE false END AS shut`;

/** `client`: or one transaction of it. @throws Failure `bad-request`, saying what to do, if it is shut */
export async function refuseShutDatabase(client: Pick<Client, 'unsafe'>): Promise<void> {
  const [row] = await client.unsafe<{ shut: boolean }[]>(isShutQuestion);
  if (row?.shut !== true) return;
  throw new Failure('bad-request', `the database of DATABASE_URL is not to be used: ${isShut}`);
}
