/** The accounts that were exposed, one row for each: in columns for people, and as comma-separated values. */
import { csv } from '../csv.ts';
import { table } from '../table.ts';
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

/** Returns the accounts as a table for people, or a sentence if there is none. */
export function inColumns(accounts: readonly ExposedAccount[]): string {
  const rows = accounts
    .map(accountRow)
    .map((one) => [
      one.account,
      one.removed ? '(removed)' : one.email,
      one.linked ? 'yes' : 'no',
      ...[one.sessions, one.bytes, one.units, one.seenByOthers, one.stopped].map(String),
      one.affected === '' ? 'no' : one.affected,
    ]);
  const numbers = ['SESSIONS', 'BYTES', 'UNITS', 'SEEN BY OTHERS', 'STOPPED'];
  const head = ['ACCOUNT', 'E-MAIL', 'LINKED', ...numbers, 'AFFECTED'];
  return table(head, rows, 'No account was linked then, or delivered anything.');
}

/** Ids, each once. */
const ids = (all: readonly string[]): string => [...new Set(all)].join(' ');

/** Returns the accounts as comma-separated values, one line for each. */
export function asCsv({ accounts, shownElsewhere }: ExposureAnswer): string {
  const rows = accounts.map((one) => {
    const shown = shownElsewhere.filter(({ session }) => session.account === one.account);
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
  });
  const whose = ['account', 'email', 'removed', 'linked', 'linkedFrom', 'linkedTo'] as const;
  const what = ['sessions', 'bytes', 'units', 'seenByOthers', 'stopped'] as const;
  const slips = ['shownTo', 'shownOf', 'mayHaveBeenOf'] as const;
  const head = [...whose, ...what, 'affected', ...slips, 'delivered', 'addresses'] as const;
  return csv(
    head,
    rows.map((one) => head.map((name) => String(one[name]))),
  );
}
