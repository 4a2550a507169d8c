/** The options that say what an account calls a camera. */
import type { Command } from 'commander';
import type { Naming } from '../../wall/operator/register.ts';

export interface NamingOptions {
  readonly name?: string;
  readonly room?: string;
  readonly nickname?: readonly string[];
}

const collect = (next: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  next,
];

/** Returns `command` with the options for room and nicknames. */
export function roomOptions(command: Command): Command {
  return command
    .option('--room <room>', 'where it hangs; Google offers that room')
    .option('--nickname <name>', 'another name for it; may be given several times', collect);
}

/** Returns what was said; the rest is left out. */
export function namingOf({ name, room, nickname }: NamingOptions): Partial<Naming> {
  return {
    ...(name !== undefined && { name }),
    ...(room !== undefined && { room }),
    ...(nickname !== undefined && { nicknames: nickname }),
  };
}
