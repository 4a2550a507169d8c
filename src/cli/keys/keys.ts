/** casement keys … */
import type { RegisterCommand } from '../program.ts';
import { registerList } from './list.ts';
import { registerRetire } from './retire.ts';
import { registerRotate } from './rotate.ts';

const commands: readonly RegisterCommand[] = [registerList, registerRotate, registerRetire];

export const registerKeys: RegisterCommand = (program, context) => {
  const group = program.command('keys').description('The keys that sign and seal.');
  for (const register of commands) register(group, context);
};
