#!/usr/bin/env node
/** casement <command>: the table of commands. */
import { markBuildInUse } from '../build-in-use.ts';
import { registerAccount } from './account/account.ts';
import { registerAudit } from './audit/audit.ts';
import { registerAfterRestore } from './backup/after-restore.ts';
import { registerBackup } from './backup/backup.ts';
import { registerRestore } from './backup/restore.ts';
import { registerCamera } from './camera/camera.ts';
import { registerMake } from './make/make.ts';
import { registerKeys } from './keys/keys.ts';
import { registerProve } from './prove.ts';
import { registerReplay } from './replay.ts';
import { withDotEnv } from './context.ts';
import { run, type RegisterCommand } from './program.ts';
import { registerResume } from './suspension/resume.ts';
import { registerSuspend } from './suspension/suspend.ts';
import { registerSuspensions } from './suspension/suspensions.ts';

const commands: readonly RegisterCommand[] = [
  registerAccount,
  registerCamera,
  registerMake,
  registerSuspend,
  registerResume,
  registerSuspensions,
  registerAudit,
  registerKeys,
  registerBackup,
  registerRestore,
  registerAfterRestore,
  registerProve,
  registerReplay,
];

markBuildInUse();
// Whoever reads the output may have seen enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const { stdin, stdout, stderr } = process;
const env = withDotEnv(process.env, process.cwd());
process.exitCode = await run(process.argv.slice(2), { env, stdin, stdout, stderr }, commands);
