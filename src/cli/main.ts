#!/usr/bin/env node
/** casement <command>: runs the one that the command line names. */
import { holdBuild } from '../bridge/process/build-in-use.ts';
import { loadCommands } from './commands.ts';
import { contextOf } from './context.ts';
import { run } from './program.ts';

holdBuild();
// The reader of the output may have seen enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const args = process.argv.slice(2);
process.exitCode = await run(args, contextOf(process), await loadCommands(args[0]));
