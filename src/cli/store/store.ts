/** casement store … */
import type { RegisterCommand } from '../program.ts';
import { registerCopy } from './copy.ts';

export const registerStore: RegisterCommand = (program, context) => {
  const group = program.command('store').description('Where accounts and cameras are kept.');
  registerCopy(group, context);
};
