/** Looks at the revisions, and at whether an account and a grant stand. They run within `Engine.read`. */
import type { AccountId, GrantId } from '../../identity/ids.ts';
import type { CommonRevisions } from '../revisions.ts';
import type { Look } from '../tenant.ts';
import type { Engine } from './engine.ts';

interface CommonRow {
  readonly revision: number;
  readonly control: number;
}

interface LookRow extends CommonRow {
  readonly stands: 0 | 1;
  readonly account: number;
}

export interface Looks {
  look(account: AccountId, grant: GrantId | undefined): Look;
  common(): CommonRevisions;
}

const counters = 'FROM revision r JOIN control_revision c ON c.id = r.id';

/** `holds` says when an account `a` stands. */
const lookSql = (holds: string): string => `
  SELECT r.value AS revision, c.value AS control, coalesce(a.revision, 0) AS account,
    a.id IS NOT NULL AND a.unconfirmed = 0 AND ${holds} AS stands
  ${counters} LEFT JOIN accounts a ON a.id = ? WHERE r.id = 1`;

/** Returns what looks by `engine`. */
export function createLooks(engine: Engine): Looks {
  const ofAccount = engine.prepare<[string], LookRow>(lookSql('1'));
  const ofGrant = engine.prepare<[string, string], LookRow>(
    lookSql(
      'EXISTS (SELECT 1 FROM grants g WHERE g.id = ? AND g.account = a.id AND g.revoked_at IS NULL)',
    ),
  );
  const common = engine.prepare<[], CommonRow>(
    `SELECT r.value AS revision, c.value AS control ${counters} WHERE r.id = 1`,
  );

  function found<Row>(row: Row | undefined): Row {
    if (row === undefined) throw new TypeError('the revision counter is missing');
    return row;
  }

  return {
    look(of, grant) {
      const row = found(grant === undefined ? ofAccount.get(of) : ofGrant.get(grant, of));
      const { revision: all, control, account } = row;
      return { stands: row.stands === 1, revisions: { all, control, account } };
    },
    common() {
      const { revision: all, control } = found(common.get());
      return { all, control };
    },
  };
}
