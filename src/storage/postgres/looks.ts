/** What the door asks for every request, and one question for all sessions, of PostgreSQL. */
import type { CommonRevisions } from '../revisions.ts';
import type { Foothold, Found, Revalidated } from '../revalidate.ts';
import type { OwnOperations } from '../bound-tenant.ts';
import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';
import { mapped, type MappedRow } from './mapped-row.ts';

interface CommonRow {
  readonly revision: number;
  readonly control: number;
}
interface LookRow extends CommonRow {
  readonly stands: boolean;
  readonly account: number;
}
/** All but the first two are null where nothing has changed, those of the entry also where there is none. */
export interface FootingRow extends CommonRow, MappedRow {
  readonly at: number | null;
  readonly stands: boolean;
  readonly of_account: number;
}

const commonOf = ({ revision: all, control }: CommonRow): CommonRevisions => ({ all, control });

/** Returns a row that is always in an answer. */
export function there<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new TypeError('the revisions are missing');
  return row;
}

/** Ids have no comma; no linking is the empty text. */
const listed = (footholds: readonly Foothold[], part: (one: Foothold) => string | number): string =>
  footholds.map(part).join(',');

function foundIn(row: FootingRow): Found {
  try {
    // Without an entry its columns are null, whatever their type says.
    const entry = (row.device as string | null) === null ? undefined : mapped(row);
    return { stands: row.stands, entry, revision: row.of_account };
  } catch {
    return 'unreadable';
  }
}

/** Returns what `revalidate` is asked of footholds. */
export const asked = (footholds: readonly Foothold[]): readonly string[] => [
  listed(footholds, ({ account }) => account),
  listed(footholds, ({ grant }) => grant ?? ''),
  listed(footholds, ({ device }) => device),
  listed(footholds, ({ revisions }) => revisions.account),
];

/** Returns what it said of them. */
export function revalidated(
  rows: readonly FootingRow[],
  footholds: readonly Foothold[],
): Revalidated {
  const found = footholds.map((): Found => 'unchanged');
  for (const row of rows) if (row.at !== null) found[row.at] = foundIn(row);
  return { revisions: commonOf(there(rows[0])), found };
}

/**
 * A revision of all that is the same says nothing here: it stands still while any transaction runs. Each account's own
 * revision is compared.
 */
export function createLooks(
  engine: Engine,
): Pick<OwnOperations, 'look' | 'standing'> & Pick<Store, 'revision' | 'revalidate'> {
  const look: OwnOperations['look'] = async (account, grant) => {
    const row = there(await engine.row<LookRow>('look', account, grant ?? null));
    return { stands: row.stands, revisions: { ...commonOf(row), account: row.account } };
  };
  return {
    look,
    standing: async (account, grant) => (await look(account, grant)).stands,
    revision: async () => there(await engine.row<CommonRow>('common_revisions')).revision,
    async revalidate(footholds) {
      const rows = await engine.rows<FootingRow>('revalidate', ...asked(footholds));
      return revalidated(rows, footholds);
    },
  };
}
