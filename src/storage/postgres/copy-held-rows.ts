/**
 * What holds the rows of a database, put aside for one transaction of the owner of its tables: row-level security holds for
 * the owner, too, and triggers would count and keep what is only copied.
 */
import { Failure } from '../../common/failures.ts';
import type { Transaction } from './copy-rows.ts';

interface HeldTable {
  readonly name: string;
  /** Whether row-level security holds for its owner, too. */
  readonly forced: boolean;
}

const tablesOf = `
  SELECT relname AS name, relforcerowsecurity AS forced FROM pg_class
  WHERE relnamespace = 'casement'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`;

/** What holds rows: that it stands as before is looked at before anything is committed. */
const safeguards = `
  SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'casement'::regnamespace AND relrowsecurity AND relforcerowsecurity) AS held,
    (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'casement'::regnamespace AND t.tgenabled = 'O') AS triggers`;

/** Keeps every other session from those tables, also from reading them, until the transaction ends. */
export async function keepOthersOut(sql: Transaction): Promise<readonly HeldTable[]> {
  const tables = await sql.unsafe<HeldTable[]>(tablesOf);
  const names = tables.map(({ name }) => `casement.${name}`).join(', ');
  await sql.unsafe(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
  return tables;
}

/** While `work` runs its owner sees every row, and no trigger is called. Both are as before when it resolves. */
export async function withRows<T>(sql: Transaction, work: () => Promise<T>): Promise<T> {
  const tables = await keepOthersOut(sql);
  const before = await sql.unsafe(safeguards);
  const each = async (row: string, change: string): Promise<void> => {
    for (const { name, forced } of tables) {
      if (forced) await sql.unsafe(`ALTER TABLE casement.${name} ${row} ROW LEVEL SECURITY`);
      await sql.unsafe(`ALTER TABLE casement.${name} ${change} TRIGGER USER`);
    }
  };
  await each('NO FORCE', 'DISABLE');
  const done = await work();
  await each('FORCE', 'ENABLE');
  const after = await sql.unsafe(safeguards);
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new Failure('internal', 'what holds the rows is not as it was: nothing was committed');
  }
  return done;
}
