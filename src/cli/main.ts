#!/usr/bin/env node
/** casement <command>: runs the one that the command line names. */
import { holdBuild } from '../bridge/process/build-in-use.ts';
import { loadCommands } from './commands.ts';
import { atHome, withDotEnv, type Context } from './context.ts';
import { run } from './program.ts';

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
process.exitCode = await run(args, context, await loadCommands(args[0]));
