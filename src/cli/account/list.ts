/** casement account list */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { shown } from './shown.ts';

const none = 'There is no account yet: casement account add <e-mail> --name <name>';

export function registerAccountList(group: Command, context: Context): void {
  leaf(group, 'list', 'Lists the accounts with their cameras and linkings.')
    .option('--all', "also the tripwire's own accounts (--json has them always)")
    .action(async (options: CommonOptions & { readonly all?: true }) =>
      withData(context, options, async ({ store, register }) => {
        const seen = new Map<string, number>();
        for (const { account } of await register.list()) {
          seen.set(account, (seen.get(account) ?? 0) + 1);
        }
        const accounts = [];
        for (const account of await store.accounts.list()) {
          const grants = (await store.grants.of(account.id)).length;
          accounts.push({ ...shown(account), cameras: seen.get(account.id) ?? 0, grants });
        }
        const shownRows = accounts.filter(({ canary }) => options.all === true || !canary);
        const rows = shownRows.map(({ id, email, name, canary, unconfirmed, cameras, grants }) => [
          id,
          email,
          `${name}${canary ? ' (tripwire)' : ''}${unconfirmed ? ' (unconfirmed)' : ''}`,
          String(cameras),
          String(grants),
        ]);
        const head = ['ACCOUNT', 'E-MAIL', 'NAME', 'CAMERAS', 'LINKINGS'];
        return { json: accounts, text: table(head, rows, none) };
      }),
    );
}
