/** casement account confirm */
import type { Command } from 'commander';
import type { AccountRecord } from '../../storage/accounts.ts';
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
      await withData(context, options, async ({ store: { accounts } }) => {
        const meant: readonly AccountRecord[] =
          named === undefined ? await accounts.list() : [await findAccount(accounts, named)];
        const confirmed = [];
        for (const { id, email } of meant) {
          if (await accounts.confirm(id)) confirmed.push({ account: id, email });
        }
        const emails = confirmed.map(({ email }) => email).join(', ');
        const text =
          confirmed.length === 0
            ? 'Nothing was unconfirmed.'
            : `Confirmed ${emails}. Displays are to be linked again.`;
        return { json: { confirmed }, text };
      });
    });
}
