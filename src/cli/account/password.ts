/** casement account password */
import type { Command } from 'commander';
import { hashPassword } from '../../identity/password.ts';
import { newPassword } from '../ask.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf } from '../leaf.ts';
import { passwordOptions, type PasswordCommandOptions } from './password-options.ts';

export function registerAccountPassword(group: Command, context: Context): void {
  passwordOptions(
    leaf(
      group,
      'password <account>',
      'Changes the password of an account (id or e-mail); ends its sign-ins and linkings.',
    ),
  ).action(async (named: string, options: PasswordCommandOptions) =>
    act(context, options, async ({ store }) => {
      const { id, email } = await findAccount(store, named);
      const hash = await hashPassword(await newPassword(context, options));
      await store.of(id).setPassword(hash);
      const text = `Changed the password of ${email}; its sign-ins and linkings are ended.`;
      return { json: { account: id, email }, text };
    }),
  );
}
