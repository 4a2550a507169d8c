/** The options of commands that set a password. */
import { Option, type Command } from 'commander';
import type { PasswordOptions } from '../ask.ts';
import type { CommonOptions } from '../leaf.ts';

export interface PasswordCommandOptions extends CommonOptions, PasswordOptions {}

/** Returns `command` with those options. */
export function passwordOptions(command: Command): Command {
  return command
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .addOption(new Option('--password [password]', 'refused, with the reason').hideHelp());
}
