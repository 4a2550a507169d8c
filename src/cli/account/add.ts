/** casement account add */
import type { Command } from 'commander';
import { newPassword } from '../ask.ts';
import type { Context } from '../context.ts';
import { leaf, withData } from '../leaf.ts';
import { addAccount } from './new-account.ts';
import { passwordOptions, type PasswordCommandOptions } from './password-options.ts';
import { shown } from './shown.ts';

interface Options extends PasswordCommandOptions {
  readonly name: string;
}

export function registerAccountAdd(group: Command, context: Context): void {
  passwordOptions(leaf(group, 'add <email>', 'Adds an account and prints its id.'))
    .requiredOption('--name <name>', 'what people call it, e.g. "Birch"')
    .action(async (email: string, options: Options) => {
      const password = await newPassword(context, options);
      await withData(
        context,
        options,
        async ({ store }) => {
          const given = { name: options.name, email, password };
          const account = await addAccount(store.accounts, given, Date.now);
          return { json: shown(account), text: account.id };
        },
        { create: true },
      );
    });
}
