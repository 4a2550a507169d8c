/** casement account remove */
import type { Command } from 'commander';
import { confirm } from '../ask.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

interface Options extends CommonOptions {
  readonly yes?: true;
}

export function registerAccountRemove(group: Command, context: Context): void {
  leaf(
    group,
    'remove <account>',
    'Removes an account (id or e-mail) with its linkings and the cameras it owns.',
  )
    .option('--yes', 'do not ask')
    .action(async (named: string, options: Options) =>
      act(context, options, async ({ store, register }) => {
        const { id, email } = await findAccount(store, named);
        const owned = (await register.list(id)).filter(({ role }) => role === 'owner').length;
        await confirm(
          context,
          `remove the account ${email} and the ${owned} camera(s) it owns, for everyone they are shared with too`,
          options.yes,
        );
        await store.of(id).remove();
        const text = `Removed ${email} (${id}) and ${owned} camera(s).`;
        return { json: { removed: id, email, cameras: owned }, text };
      }),
    );
}
