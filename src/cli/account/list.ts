/** casement account list */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { nextPage, pageOptions, readPage, type PageOptions } from '../paging.ts';
import { table } from '../table.ts';
import { shown } from './shown.ts';

interface Options extends CommonOptions, PageOptions {
  readonly all?: true;
}

const none = 'There is no account yet: casement account add <e-mail> --name <name>';
const noMore = 'No account comes after that one.';

export function registerAccountList(group: Command, context: Context): void {
  const command = leaf(group, 'list', 'Lists the accounts with their cameras and linkings.').option(
    '--all',
    "also the tripwire's own accounts (--json has them always)",
  );
  pageOptions(command, 'account id or e-mail').action(async (options: Options) =>
    withData(context, options, async ({ store }) => {
      const { after: named } = options;
      const after = named === undefined ? undefined : await findAccount(store, named);
      const { rows: listed, more } = await readPage(options, (most) =>
        store.operator.accounts.page({ most, ...(after !== undefined && { after }) }),
      );
      const accounts = listed.map(({ account, entries, grants }) => ({
        ...shown(account),
        cameras: entries,
        grants,
      }));
      const shownRows = accounts.filter(({ canary }) => options.all === true || !canary);
      const rows = shownRows.map(({ id, email, name, canary, unconfirmed, cameras, grants }) => [
        id,
        email,
        `${name}${canary ? ' (tripwire)' : ''}${unconfirmed ? ' (unconfirmed)' : ''}`,
        String(cameras),
        String(grants),
      ]);
      const head = ['ACCOUNT', 'E-MAIL', 'NAME', 'CAMERAS', 'LINKINGS'];
      const below = nextPage(context, options, more ? accounts.at(-1)?.id : undefined);
      const text = [table(head, rows, after === undefined ? none : noMore), ...below].join('\n');
      return { json: accounts, text };
    }),
  );
}
