/**
 * A database that `casement store copy` takes elsewhere is shut: the roles of those who call functions may use the schema
 * no more. The server holds that against whoever is connected, with the next statement, and against whoever comes.
 */
import { Failure } from '../../common/failures.ts';
import { isShut } from '../copy/words.ts';
import type { Client } from './client.ts';

const callers = 'casement_bridge, casement_operator';

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
