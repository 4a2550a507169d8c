/** casement account add */
import type { Command } from 'commander';
import { Failure } from '../../common/failures.ts';
import { isDemoFolder } from '../../simulator/demo/demo-folder.ts';
import { newPassword } from '../ask.ts';
import type { Context } from '../context.ts';
import { folderOf } from '../data-dir.ts';
import { leaf, withData } from '../leaf.ts';
import { addAccount } from './new-account.ts';
import { passwordOptions, type PasswordCommandOptions } from './password-options.ts';
import { shown } from './shown.ts';

interface Options extends PasswordCommandOptions {
  readonly name: string;
  readonly demo?: true;
  readonly lookAlike?: true;
}

/**
 * Keeps people's accounts from being put into the demo's data by slip: no real bridge starts on it.
 * @throws Failure `bad-request` if the folder is the demo's and that was not said, or the reverse.
 */
function refuseSlip(folder: string, { demo = false }: { readonly demo?: boolean }): void {
  if (isDemoFolder(folder) === demo) return;
  throw new Failure(
    'bad-request',
    demo
      ? `${folder} is not a demo's data: leave --demo out, or name the demo's folder with --data-dir`
      : `${folder} is the demo's data, which no bridge but the demo uses: name another folder by ` +
          `DATA_DIR in .env (or by --data-dir); to add an account to the demo, say --demo`,
  );
}

export function registerAccountAdd(group: Command, context: Context): void {
  passwordOptions(leaf(group, 'add <email>', 'Adds an account and prints its id.'))
    .requiredOption('--name <name>', 'what people call it, e.g. "Birch"')
    .option('--demo', 'add it to the demo')
    .option('--look-alike', 'although the address looks like that of another account')
    .action(async (email: string, options: Options) => {
      refuseSlip(folderOf(context, options), options);
      const password = await newPassword(context, options);
      await withData(
        context,
        options,
        async ({ store }) => {
          const { name, lookAlike = false } = options;
          const given = { name, email, password, lookAlike };
          const account = await addAccount(store.operator.accounts, given, Date.now);
          return { json: shown(account), text: account.id };
        },
        { create: true },
      );
    });
}
