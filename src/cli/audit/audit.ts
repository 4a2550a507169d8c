/** casement audit … */
import type { RegisterCommand } from '../program.ts';
import { registerExposure } from './exposure.ts';
import { registerShow } from './show.ts';
import { registerVerify } from './verify.ts';

const commands: readonly RegisterCommand[] = [registerShow, registerExposure, registerVerify];

export const registerAudit: RegisterCommand = (program, context) => {
  const group = program
    .command('audit')
    .description('Who was shown what, from the delivery record.');
  for (const register of commands) register(group, context);
};
