#!/usr/bin/env node
/** casement <command>: the table of commands. */
import { holdBuild } from '../bridge/process/build-in-use.ts';
import { atHome, withDotEnv, type Context } from './context.ts';
import { run, type RegisterCommand } from './program.ts';

/** Each is loaded when it is asked for: an emergency stop does not wait for the rest. */
const commands: Readonly<Record<string, () => Promise<RegisterCommand>>> = {
  account: async () => (await import('./account/account.ts')).registerAccount,
  camera: async () => (await import('./camera/camera.ts')).registerCamera,
  make: async () => (await import('./make/make.ts')).registerMake,
  suspend: async () => (await import('./suspension/suspend.ts')).registerSuspend,
  resume: async () => (await import('./suspension/resume.ts')).registerResume,
  suspensions: async () => (await import('./suspension/suspensions.ts')).registerSuspensions,
  audit: async () => (await import('./audit/audit.ts')).registerAudit,
  keys: async () => (await import('./keys/keys.ts')).registerKeys,
  backup: async () => (await import('./backup/backup.ts')).registerBackup,
  restore: async () => (await import('./backup/restore.ts')).registerRestore,
  'after-restore': async () => (await import('./backup/after-restore.ts')).registerAfterRestore,
  prove: async () => (await import('./prove.ts')).registerProve,
  replay: async () => (await import('./replay.ts')).registerReplay,
};

/** Loads the one that is named, or all: for the help, and for what may have been meant. */
async function load(name: string | undefined): Promise<readonly RegisterCommand[]> {
  const one = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all((one === undefined ? Object.values(commands) : [one]).map((get) => get()));
}

holdBuild();
// The reader of the output may have seen enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const { stdin, stdout, stderr } = process;
// Set by src/setup/cli.mjs if the current folder is another.
const home = process.env['CASEMENT_HOME'];
let read: Context['env'] | undefined;
const context: Context = {
  stdin,
  stdout,
  stderr,
  // Read when it is asked for: if it cannot be read, that is worded like every error, and --help still works.
  get env() {
    read ??= home ? atHome(process.env, home) : withDotEnv(process.env, process.cwd());
    return read;
  },
};
const args = process.argv.slice(2);
process.exitCode = await run(args, context, await load(args[0]));
