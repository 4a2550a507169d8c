/** Everybody who was exposed, a page of accounts at a time: what the record says, beside what stood in the map. */
import { groupBy } from '../../common/group-by.ts';
import type { AccountId } from '../../identity/ids.ts';
import type { EntrySpan, GrantSpan, History } from '../../storage/history.ts';
import { inPages, type Page } from '../../storage/page.ts';
import type { Exposed, Exposure } from '../../wall/audit/exposure.ts';

/** So many accounts with a linking are one page. */
const usual = 500;

const accountOf = ({ account }: { readonly account: AccountId }): AccountId => account;

/** Hands out what comes in the order of accounts, up to each that is named. */
function createQueue<T extends { readonly account: AccountId }>(
  pages: AsyncIterator<readonly T[]>,
): { upTo(last: AccountId | undefined): Promise<readonly T[]> } {
  let waiting: readonly T[] = [];
  return {
    async upTo(last) {
      const found: T[] = [];
      for (;;) {
        const beyond = waiting.findIndex(({ account }) => last !== undefined && account > last);
        if (beyond >= 0) {
          found.push(...waiting.slice(0, beyond));
          waiting = waiting.slice(beyond);
          return found;
        }
        found.push(...waiting);
        waiting = [];
        const next = await pages.next();
        if (next.done === true) return found;
        waiting = next.value;
      }
    },
  };
}

async function* nothing(): AsyncGenerator<never> {}

/**
 * Yields them in the order of their accounts' ids, each once; a page may be empty. Linkings and entries are read anew each
 * time this is called.
 */
export async function* exposedAccounts(
  history: Pick<History, 'grants' | 'entries'>,
  exposure: Exposure,
  most = usual,
): AsyncGenerator<readonly Exposed[]> {
  const { since, until, model } = exposure.question;
  const entries = createQueue<EntrySpan>(
    model === undefined
      ? nothing()
      : inPages((page: Page<AccountId>) => history.entries(since, until, page), accountOf, most),
  );
  let recorded = exposure.recorded;

  /** Those up to an account, or all that are left. */
  async function part(grants: readonly GrantSpan[], last?: AccountId): Promise<readonly Exposed[]> {
    const upTo = recorded.findIndex((account) => last !== undefined && account > last);
    const named = upTo < 0 ? recorded : recorded.slice(0, upTo);
    recorded = upTo < 0 ? [] : recorded.slice(upTo);
    const grantsOf = groupBy(grants, ({ account }) => account);
    const entriesOf = groupBy(await entries.upTo(last), ({ account }) => account);
    const accounts = [...new Set([...grantsOf.keys(), ...named])].toSorted();
    return accounts.flatMap(
      (account) =>
        exposure.of(account, {
          grants: grantsOf.get(account) ?? [],
          entries: entriesOf.get(account) ?? [],
        }) ?? [],
    );
  }

  const linkings = inPages(
    (page: Page<AccountId>) => history.grants(since, until, page),
    accountOf,
    most,
  );
  for await (const grants of linkings) yield await part(grants, grants.at(-1)?.account);
  if (recorded.length > 0) yield await part([]);
}
