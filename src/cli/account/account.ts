/** casement account … */
import type { RegisterCommand } from '../program.ts';
import { registerAccountAdd } from './add.ts';
import { registerAccountConfirm } from './confirm.ts';
import { registerAccountList } from './list.ts';
import { registerAccountPassword } from './password.ts';
import { registerAccountRemove } from './remove.ts';
import { registerAccountUnlink } from './unlink.ts';

const commands: readonly RegisterCommand[] = [
  registerAccountAdd,
  registerAccountList,
  registerAccountRemove,
  registerAccountPassword,
  registerAccountUnlink,
  registerAccountConfirm,
];

export const registerAccount: RegisterCommand = (program, context) => {
  const group = program.command('account').description('People who sign in.');
  for (const register of commands) register(group, context);
};
