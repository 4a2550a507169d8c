/** What stood when: what stands now, and what triggers kept of the rest. */
import { operationsOf } from './operation.ts';

const takeOverColumns = 'account, device, former_account, former_device, at';
const takeOverDefinition =
  'TABLE (account text, device text, former_account text, former_device text, at bigint)';
const past = [
  'past_take_overs WHERE at < _time',
  'past_grants WHERE ended_at < _time',
  'past_entries WHERE ended_at < _time',
];
const removeAll = (rows: readonly string[]): string =>
  rows
    .map(
      (row) => `
  DELETE FROM ${row};
  GET DIAGNOSTICS _count = ROW_COUNT;
  _total := _total + _count;`,
    )
    .join('');
const counters = '_total bigint := 0; _count bigint;';

export const historyFunctions = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'history_grants',
    args: '_since bigint, _until bigint',
    returns: 'TABLE (account text, grant_id text, began_at bigint, ended_at bigint)',
    body: `
  RETURN QUERY SELECT account, id, created_at, NULL::bigint FROM grants
  WHERE revoked_at IS NULL AND created_at <= _until
  UNION ALL SELECT account, grant_id, began_at, ended_at FROM past_grants
  WHERE ended_at >= _since AND began_at <= _until
  ORDER BY 3, 1;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'history_entries',
    args: '_since bigint, _until bigint',
    returns: `TABLE (account text, device text, camera text, epoch bigint, model text, role text, began_at bigint,
  ended_at bigint)`,
    body: `
  RETURN QUERY SELECT e.account, e.device, e.camera, c.epoch, c.model, e.role, e.since, NULL::bigint
  FROM entries e JOIN cameras c ON c.id = e.camera WHERE e.since <= _until
  UNION ALL SELECT account, device, camera, epoch, model, role, began_at, ended_at FROM past_entries
  WHERE ended_at >= _since AND began_at <= _until
  ORDER BY 7, 1;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'take_over_list',
    args: '_since bigint, _until bigint',
    returns: takeOverDefinition,
    body: `
  RETURN QUERY SELECT ${takeOverColumns} FROM past_take_overs WHERE at >= _since AND at <= _until ORDER BY at, noted, device;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'take_over_unrecorded',
    returns: takeOverDefinition,
    body: `
  RETURN QUERY SELECT ${takeOverColumns} FROM past_take_overs WHERE NOT recorded ORDER BY at, noted, device;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'take_over_recorded',
    args: '_at bigint',
    returns: 'void',
    body: `UPDATE past_take_overs SET recorded = true WHERE NOT recorded AND at <= _at;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'history_forgettable',
    args: '_time bigint',
    returns: 'bigint',
    body: `RETURN ${past.map((rows) => `(SELECT count(*) FROM ${rows})`).join(' + ')};`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'history_forget',
    args: '_time bigint',
    returns: 'bigint',
    declare: counters,
    body: `${removeAll(past)}
  RETURN _total;`,
  },
  {
    as: 'tenant',
    by: 'operator',
    name: 'history_forget_account',
    returns: 'bigint',
    declare: counters,
    body: `${removeAll(['past_grants WHERE account = _account', 'past_entries WHERE account = _account'])}
  RETURN _total;`,
  },
);
