/** The table of commands. */
import type { RegisterCommand } from './program.ts';

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
  store: async () => (await import('./store/store.ts')).registerStore,
  migrate: async () => (await import('./migrate.ts')).registerMigrate,
  prove: async () => (await import('./prove.ts')).registerProve,
  replay: async () => (await import('./replay.ts')).registerReplay,
};

/** Loads the one that is named, or all: for the help, and for what may have been meant. */
export async function loadCommands(name: string | undefined): Promise<readonly RegisterCommand[]> {
  const one = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (one !== undefined) return [await one()];
  const all: RegisterCommand[] = [];
  // One after the other: jest cannot load what share modules at the same time.
  for (const load of Object.values(commands)) all.push(await load());
  return all;
}
