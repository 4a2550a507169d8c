/** What is to be done with each device of an EXECUTE request. */
import { type Command, getCameraStream } from './commands.ts';
import type { CommandEntry } from './intents.ts';
import type { Wanted } from '../streams/streams.ts';

/**
 * The stream a device is to give, or why there is none: something is asked of it which no camera can
 * do, nothing at all, or GetCameraStream in a form that cannot be read.
 */
export type Task = { readonly open: Wanted } | 'unsupported' | 'malformed';

function task(commands: readonly Command[]): Task {
  if (commands.some(({ name }) => name === 'unknown')) return 'unsupported';
  let last: Task = 'unsupported';
  for (const command of commands) {
    if (command.name !== getCameraStream) return 'malformed';
    last = { open: command.wanted };
  }
  return last;
}

/**
 * One task for each device, in the order in which devices were first named.
 *
 * A device may stand in several entries, each with several commands, yet there is one result for
 * it. It is all or nothing: if any of the commands cannot be done, none is carried out. Of several
 * GetCameraStream the last one counts, and only that one opens a stream, so that none is left over.
 */
export function planByDevice(
  entries: readonly CommandEntry[],
): readonly (readonly [string, Task])[] {
  const byDevice = new Map<string, Command[]>();
  for (const { devices, execution } of entries) {
    for (const id of new Set(devices)) {
      const commands = byDevice.get(id) ?? [];
      commands.push(...execution);
      byDevice.set(id, commands);
    }
  }
  return [...byDevice].map(([id, commands]) => [id, task(commands)]);
}
