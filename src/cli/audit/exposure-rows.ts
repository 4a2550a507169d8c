/** The accounts that were exposed, one row for each: in columns for people, and as comma-separated values. */
import { groupBy } from '../../common/group-by.ts';
import { csv } from '../csv.ts';
import { columnsOf } from '../table.ts';
import type { ExposedAccount, ExposureAnswer } from './ask-exposure.ts';
import { isoTimeIfAny } from './shown.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Returns what is told of one account, in columns of every kind. */
export function accountRow({
  account,
  owner,
  linked,
  delivered,
  seenByOthers,
  shownTo,
  stopped,
  affected,
}: ExposedAccount) {
  return {
    account,
    email: owner?.email ?? '',
    removed: owner === undefined,
    linked: linked.length > 0,
    sessions: delivered.length,
    bytes: sum(delivered.map(({ bytes }) => bytes)),
    units: sum(delivered.map(({ units }) => units)),
    seenByOthers,
    stopped,
    shownElsewhere: shownTo.length,
    affected: affected.join(' '),
  };
}

const numbers = ['SESSIONS', 'BYTES', 'UNITS', 'SEEN BY OTHERS', 'STOPPED'];
const head = ['ACCOUNT', 'E-MAIL', 'LINKED', ...numbers, 'AFFECTED'];

function cellsOf(account: ExposedAccount): readonly string[] {
  const one = accountRow(account);
  return [
    one.account,
    one.removed ? '(removed)' : one.email,
    one.linked ? 'yes' : 'no',
    ...[one.sessions, one.bytes, one.units, one.seenByOthers, one.stopped].map(String),
    one.affected === '' ? 'no' : one.affected,
  ];
}

/** Returns the accounts in columns for people, which are measured first; a sentence instead if there is none. */
export function createColumns() {
  const columns = columnsOf(head);
  let rows = 0;
  return {
    measure(accounts: readonly ExposedAccount[]): void {
      rows += accounts.length;
      for (const one of accounts) columns.measure(cellsOf(one));
    },
    /** Stands above all pages. */
    head: (): string =>
      rows === 0
        ? 'No account was linked then, or delivered anything.\n'
        : `${columns.line(head)}\n`,
    page: (accounts: readonly ExposedAccount[]): string =>
      accounts.map((one) => `${columns.line(cellsOf(one))}\n`).join(''),
  };
}

/** Ids, each once. */
const ids = (all: readonly string[]): string => [...new Set(all)].join(' ');

const whose = ['account', 'email', 'removed', 'linked', 'linkedFrom', 'linkedTo'] as const;
const what = ['sessions', 'bytes', 'units', 'seenByOthers', 'stopped'] as const;
const between = ['shownTo', 'shownOf', 'mayHaveBeenOf'] as const;
const names = [...whose, ...what, 'affected', ...between, 'delivered', 'addresses'] as const;

/** Yields the accounts as comma-separated values, one line for each, below a line with the columns' names. */
export async function* asCsv({ accounts, shownElsewhere }: ExposureAnswer): AsyncGenerator<string> {
  const slipsOf = groupBy(shownElsewhere, ({ session }) => session.account);
  const cells = (one: ExposedAccount) => {
    const shown = slipsOf.get(one.account) ?? [];
    return {
      ...accountRow(one),
      // Both sides of a slip.
      shownTo: ids(one.shownTo.map(({ account }) => account)),
      shownOf: ids(shown.flatMap(({ of }) => of)),
      mayHaveBeenOf: ids(shown.flatMap(({ maybeOf }) => maybeOf)),
      linkedFrom: isoTimeIfAny(one.linked[0]?.from),
      linkedTo: isoTimeIfAny(one.linked.at(-1)?.to),
      delivered: one.delivered.map(({ session }) => session).join(' '),
      addresses: ids(one.delivered.flatMap(({ address }) => address ?? [])),
    };
  };
  yield csv([names]);
  for await (const page of accounts()) {
    const rows = page.map(cells);
    yield csv(rows.map((one) => names.map((name) => String(one[name]))));
  }
}
