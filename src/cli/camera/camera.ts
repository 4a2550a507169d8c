/** casement camera … */
import type { RegisterCommand } from '../program.ts';
import { registerCameraAdd } from './add.ts';
import { registerCameraAlike } from './alike.ts';
import { registerCameraCheck } from './check.ts';
import { registerCameraConfirm } from './confirm.ts';
import { registerCameraList } from './list.ts';
import { registerCameraRemove } from './remove.ts';
import { registerCameraRename } from './rename.ts';
import { registerCameraRepin } from './repin.ts';
import { registerCameraShare } from './share.ts';
import { registerCameraSource } from './source.ts';
import { registerCameraSwap } from './swap.ts';
import { registerCameraTransfer } from './transfer.ts';
import { registerCameraUnshare } from './unshare.ts';

const commands: readonly RegisterCommand[] = [
  registerCameraAdd,
  registerCameraList,
  registerCameraAlike,
  registerCameraShare,
  registerCameraUnshare,
  registerCameraTransfer,
  registerCameraRemove,
  registerCameraRename,
  registerCameraSource,
  registerCameraCheck,
  registerCameraConfirm,
  registerCameraSwap,
  registerCameraRepin,
];

export const registerCamera: RegisterCommand = (program, context) => {
  const group = program.command('camera').description('Cameras, and who may see them.');
  for (const register of commands) register(group, context);
};
