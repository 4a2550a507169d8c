/** What the door asks for every request, and the leases of all sessions. */
import { mappedColumns, mappedDefinition } from './mapped.ts';
import { operationsOf } from './operation.ts';

/** A value, and not EXISTS: for that, where many rows are expected, all grants would be read. */
const stands = (account: string, grant: string): string => `
  a.id IS NOT NULL AND NOT a.unconfirmed AND (${grant} IS NULL OR coalesce((
    SELECT g.revoked_at IS NULL FROM grants g WHERE g.account = ${account} AND g.id = ${grant}), false))`;

export const lookFunctions = operationsOf(
  {
    as: 'tenant',
    by: 'bridge',
    name: 'look',
    args: '_grant text',
    returns: 'TABLE (stands boolean, revision bigint, control bigint, account bigint)',
    body: `
  RETURN QUERY SELECT ${stands('_account', '_grant')}, casement.revision(), c.value, coalesce(r.value, 0)
  FROM control_revision c
  LEFT JOIN accounts a ON a.id = _account
  LEFT JOIN account_revisions r ON r.account = _account;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'common_revisions',
    returns: 'TABLE (revision bigint, control bigint)',
    body: `
  RETURN QUERY SELECT casement.revision(), c.value FROM control_revision c;`,
  },
  // What is not there is asked for by every account's own name; one that has not changed has no row in the answer.
  {
    as: 'operations',
    by: 'bridge',
    name: 'revalidate',
    args: '_accounts text, _grants text, _devices text, _revisions text',
    returns: `TABLE (revision bigint, control bigint, at bigint, stands boolean, of_account bigint, ${mappedDefinition})`,
    body: `
  RETURN QUERY
  WITH changed AS (
    SELECT f.*, a.id, coalesce(r.value, 0) AS now, ${stands('f.account', 'f.grant_id')} AS stands
    FROM unnest(string_to_array(_accounts, ','), string_to_array(_grants, ',', ''),
      string_to_array(_devices, ','), string_to_array(_revisions, ',')::bigint[])
      WITH ORDINALITY AS f (account, grant_id, device, before, at)
    LEFT JOIN account_revisions r ON r.account = f.account
    LEFT JOIN accounts a ON a.id = f.account
    WHERE r.value IS NULL OR r.value <> f.before
  )
  SELECT casement.revision(), x.value, f.at - 1, f.stands, f.now, ${mappedColumns}
  FROM control_revision x
  LEFT JOIN (changed f LEFT JOIN entries e ON e.account = f.account AND e.device = f.device
    LEFT JOIN cameras c ON c.id = e.camera) ON true;`,
  },
);
