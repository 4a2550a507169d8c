/** casement account unlink */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

export function registerAccountUnlink(group: Command, context: Context): void {
  leaf(
    group,
    'unlink <account>',
    'Ends every linking of an account (id or e-mail) and what is playing under it.',
  ).action(async (named: string, options: CommonOptions) =>
    act(context, options, async ({ store }) => {
      const { id, email } = await findAccount(store, named);
      const ended = await store.of(id).revokeGrants();
      return {
        json: { account: id, email, ended },
        text: `Ended ${ended} linking(s) of ${email}.`,
      };
    }),
  );
}
