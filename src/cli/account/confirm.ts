/** casement account confirm */
import type { Command } from 'commander';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { Store } from '../../storage/store.ts';
import { confirm } from '../ask.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { UsageError } from '../usage.ts';

interface Options extends CommonOptions {
  readonly all?: true;
  readonly yes?: true;
}

const what =
  'believe the passwords of all accounts as they were in the backup, and show their cameras';

/** So many are confirmed in one transaction: a bridge that runs need not wait. */
const atOnce = 500;
/** How often it is said how far it has come. */
const step = 10_000;
/** So many are named; further ones are only counted. */
const maxNamed = 100;

type Confirmed = Pick<AccountRecord, 'id' | 'email'>;

async function one(store: Store, named: string): Promise<readonly Confirmed[]> {
  const account = await findAccount(store, named);
  return (await store.operator.accounts.confirm(account.id)) ? [account] : [];
}

/** Confirms all, and says from time to time how far it has come. */
async function confirmAll(
  { stderr }: Context,
  { operator: { accounts } }: Store,
): Promise<readonly Confirmed[]> {
  const all: Confirmed[] = [];
  for (;;) {
    const some = await accounts.confirmSome(atOnce);
    all.push(...some.map(({ id, email }) => ({ id, email })));
    if (some.length < atOnce) return all;
    if (all.length % step === 0) stderr.write(`Confirmed ${all.length} accounts so far.\n`);
  }
}

function inWords(confirmed: readonly { readonly email: string }[]): string {
  const emails = confirmed.slice(0, maxNamed).map(({ email }) => email);
  const more = confirmed.length - emails.length;
  return `${emails.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function registerAccountConfirm(group: Command, context: Context): void {
  leaf(
    group,
    'confirm [account]',
    'After a restore: says that an account (id or e-mail) is who it was. Until then it cannot sign in, and its cameras show nothing.',
  )
    .option('--all', 'every account, where nothing has changed since the backup')
    .option('--yes', 'do not ask')
    .action(async (named: string | undefined, options: Options) => {
      if ((named === undefined) === (options.all === undefined)) {
        throw new UsageError('name one account, or say --all');
      }
      if (options.all) await confirm(context, what, options.yes);
      await withData(context, options, async ({ store }) => {
        const done =
          named === undefined ? await confirmAll(context, store) : await one(store, named);
        const confirmed = done.map(({ id, email }) => ({ account: id, email }));
        const text =
          confirmed.length === 0
            ? 'Nothing was unconfirmed.'
            : `Confirmed ${inWords(confirmed)}. Displays are to be linked again.`;
        return { json: { confirmed }, text };
      });
    });
}
