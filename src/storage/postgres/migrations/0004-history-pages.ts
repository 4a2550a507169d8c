/** Cameras, and what stood when, in pages: with millions of accounts `audit exposure` holds none of it as a whole. */
import { operationsOf, these } from './first/operation.ts';
import type { Migration } from './migration.ts';

const pageArgs = '_since bigint, _until bigint, _after text, _most bigint';
const entryColumns = `TABLE (account text, device text, camera text, epoch bigint, model text, role text, began_at bigint,
  ended_at bigint)`;
const stood = 'ended_at >= _since AND began_at <= _until';

/** The next accounts that have something of a table, or had. */
const nextAccounts = (table: string, which: string, past: string): string => `
  _next := ARRAY(SELECT account FROM (
    (SELECT DISTINCT account FROM ${table} WHERE account > _after AND ${which} ORDER BY account LIMIT _most)
    UNION
    (SELECT DISTINCT account FROM ${past} WHERE account > _after AND ${stood} ORDER BY account LIMIT _most)
  ) found ORDER BY account LIMIT _most);`;

const standing = `SELECT e.account, e.device, e.camera, c.epoch, c.model, e.role, e.since, NULL::bigint
  FROM entries e JOIN cameras c ON c.id = e.camera WHERE e.since <= _until`;
const ended = `SELECT account, device, camera, epoch, model, role, began_at, ended_at FROM past_entries
  WHERE ${stood}`;

const functions = operationsOf(
  {
    as: 'operations',
    by: 'operator',
    name: 'cameras_page',
    args: '_after text, _most bigint',
    returns: 'TABLE (camera text, sealed_source text)',
    body: `
  RETURN QUERY SELECT id, sealed_source FROM cameras WHERE id > _after ORDER BY id LIMIT _most;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'history_linked',
    args: pageArgs,
    returns: 'TABLE (account text, grant_id text, began_at bigint, ended_at bigint)',
    declare: '_next text[];',
    body: `${nextAccounts('grants', 'revoked_at IS NULL AND created_at <= _until', 'past_grants')}
  RETURN QUERY SELECT account, id, created_at, NULL::bigint FROM grants
  WHERE account = ANY (_next) AND revoked_at IS NULL AND created_at <= _until
  UNION ALL SELECT account, grant_id, began_at, ended_at FROM past_grants
  WHERE account = ANY (_next) AND ${stood}
  ORDER BY 1, 3;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'history_seen',
    args: pageArgs,
    returns: entryColumns,
    declare: '_next text[];',
    body: `${nextAccounts('entries', 'since <= _until', 'past_entries')}
  RETURN QUERY ${standing} AND e.account = ANY (_next)
  UNION ALL ${ended} AND account = ANY (_next)
  ORDER BY 1, 7;`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'history_of_cameras',
    args: '_said text, _since bigint, _until bigint',
    returns: entryColumns,
    declare: these('_cameras'),
    body: `
  RETURN QUERY ${standing} AND e.camera = ANY (_cameras)
  UNION ALL ${ended} AND camera = ANY (_cameras)
  ORDER BY 1, 7;`,
  },
);

/**
 * How many a page is to have is not known when these are planned, and a tenth of a table is guessed: then all of it is
 * read and hashed, for each page. An index has the accounts in their order.
 */
const byIndex = ['history_linked', 'history_seen', 'history_of_cameras']
  .flatMap((name) =>
    ['seqscan', 'bitmapscan', 'hashagg', 'hashjoin', 'mergejoin'].map(
      (way) => `ALTER FUNCTION casement.${name} SET enable_${way} = off;`,
    ),
  )
  .join('\n');

export const historyPages: Migration = {
  version: 4,
  name: 'history-pages',
  sql: `
CREATE INDEX past_entries_camera ON casement.past_entries (camera);
${functions}
${byIndex}
`,
};
