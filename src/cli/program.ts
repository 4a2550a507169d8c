/** Runs one command line: builds the tree of commands, words errors, returns the exit code. */
import { statSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { readBuild } from '../bridge/process/build.ts';
import { Failure, type FailureCode } from '../common/failures.ts';
import { fileTrouble } from '../common/file-trouble.ts';
import { operatorWords } from '../common/operator-words.ts';
import { isDemoFolder } from '../simulator/demo/demo-folder.ts';
import { folderOf } from './data-dir.ts';
import type { Context } from './context.ts';
import { Unheard, Unwritten } from './exits.ts';
import { UsageError } from './usage.ts';

/** Adds one command, or one group of commands, to the program. */
export type RegisterCommand = (program: Command, context: Context) => void;

/** The exit code of a command line: see `run`. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

interface Complaint {
  readonly exitCode: ExitCode;
  readonly code: FailureCode | 'usage' | 'unheard' | 'unwritten';
  readonly message: string;
}

function complaintOf(error: unknown): Complaint {
  const { message: said } = error instanceof Error ? error : { message: String(error) };
  if (error instanceof Unheard) return { exitCode: 3, code: 'unheard', message: said };
  if (error instanceof Unwritten) return { exitCode: 4, code: 'unwritten', message: said };
  if (error instanceof UsageError) return { exitCode: 2, code: 'usage', message: error.message };
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    // Of the options that all commands have, only the place can be wrong.
    const isCommon = /^unknown option '--(?:data-dir|json)/.test(message);
    if (/^unknown command '(?:start|run|serve|stop)'/.test(message)) {
      const how =
        'npm start, or systemctl start casement; it ends by Ctrl-C, or systemctl stop casement';
      return { exitCode: 2, code: 'usage', message: `${message}: the bridge is started by ${how}` };
    }
    if (isCommon) {
      const where = 'it stands behind the command, as in camera list --data-dir …';
      return { exitCode: 2, code: 'usage', message: `${message}: ${where}` };
    }
    // What may have been meant stands on a line of its own.
    const mend = message.includes('\n') ? '' : ': see --help';
    return { exitCode: 2, code: 'usage', message: `${message.replace(/\.$/, '')}${mend}` };
  }
  if (error instanceof Failure) {
    return { exitCode: 1, code: error.code, message: operatorWords(error) };
  }
  return { exitCode: 1, code: 'internal', message: fileTrouble(error) ?? said };
}

/**
 * Says whose data a command works on, if it is the demo's and the command does not ask by itself, or another
 * user's.
 */
function reportWhose(context: Context, command: Command): void {
  const has = (option: string) => command.options.some(({ long }) => long === option);
  if (!has('--data-dir')) return;
  const folder = folderOf(context, command.opts());
  if (!has('--demo') && isDemoFolder(folder)) {
    context.stderr.write(`casement: ${folder} is the demo's data\n`);
  }
  const owner = process.geteuid?.() === 0 ? statSync(folder, { throwIfNoEntry: false }) : undefined;
  if (owner === undefined || owner.uid === 0) return;
  context.stderr.write(
    `casement: ${folder} is of another user than root, which may not be able to read what root writes there: ` +
      `run this as that user (sudo -u '#${owner.uid}' …)\n`,
  );
}

/**
 * Runs `args` (without `node` and the script) against the `commands`. Returns the exit code: 0, 1 if the
 * command failed, 2 if the command line is wrong, 3 if the bridge did not hear what it wrote, 4 if it stopped
 * delivery and could not write that. With `--json` an error is `{"error":{"code","message"}}` on standard
 * error.
 */
export async function run(
  args: readonly string[],
  context: Context,
  commands: readonly RegisterCommand[],
): Promise<ExitCode> {
  const program = new Command('casement')
    .description('A bridge between cameras and smart displays in which no home sees another.')
    // The fingerprint is taken of every file of the build: only if it is asked for.
    .version(
      args.includes('--version') ? readBuild() : '',
      '--version',
      'print the version and the fingerprint of the build',
    )
    .exitOverride()
    .showSuggestionAfterError()
    // Long names of commands leave less than commander wraps in.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // Worded below, so that it is said once and in one form.
      outputError: () => undefined,
    });
  for (const register of commands) register(program, context);
  program.hook('preAction', (_program, command) => reportWhose(context, command));
  try {
    const [first, ...rest] = args;
    // The library's own `help` knows only groups.
    const isHelp = first === 'help' && rest.length > 0;
    await program.parseAsync(isHelp ? [...rest, '--help'] : args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    // A bare group has printed its help already.
    if (error instanceof CommanderError && error.code === 'commander.help') return 2;
    const { exitCode, code, message } = complaintOf(error);
    const text = args.includes('--json')
      ? JSON.stringify({ error: { code, message } })
      : `casement: ${message}`;
    context.stderr.write(`${text}\n`);
    return exitCode;
  }
}
