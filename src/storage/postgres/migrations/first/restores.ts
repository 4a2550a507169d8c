/** A store that was put back to an earlier state. */
import { operationsOf } from './operation.ts';

const ends = [
  ['accounts', 'UPDATE accounts SET unconfirmed = true'],
  ['sign_ins', 'DELETE FROM sign_ins'],
  ['grants', 'UPDATE grants SET revoked_at = _now WHERE revoked_at IS NULL'],
  ['shares', `DELETE FROM entries WHERE role <> 'owner'`],
  ['take_overs', 'DELETE FROM take_over_words'],
] as const;

export const restoreFunctions = operationsOf(
  {
    as: 'operations',
    by: 'operator',
    name: 'distrust',
    args: '_known bigint, _now bigint',
    returns: `TABLE (${ends.map(([name]) => `${name} bigint`).join(', ')})`,
    declare: '_reached bigint;',
    body: `
  -- Nobody dates a right by what is to be raised below.
  LOCK TABLE entries, resumptions IN EXCLUSIVE MODE;
  ${ends
    .map(
      ([name, change]) => `
  ${change};
  GET DIAGNOSTICS ${name} = ROW_COUNT;`,
    )
    .join('')}
  -- Revisions go on above what was known elsewhere, and above all that is dated here.
  _reached := greatest(_known, (SELECT max(began) FROM entries), (SELECT max(revision) FROM resumptions));
  UPDATE lineage SET base = base + greatest(0, _reached - casement.revision() + 1);
  RETURN NEXT;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'lineage_of',
    returns: 'TABLE (id text, counted boolean)',
    body: `RETURN QUERY SELECT id, counted FROM lineage;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'lineage_set_counted',
    args: '_counted boolean',
    returns: 'void',
    body: `UPDATE lineage SET counted = _counted;`,
  },
);
