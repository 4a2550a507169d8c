/** Plans what to do with each device of an EXECUTE request. */
import type { Command, RefusedCommand } from './commands.ts';
import type { CommandEntry } from './intents.ts';
import type { Wanted } from '../../../pictures/streams/streams.ts';

/** The stream to open for a device, or why there is none. */
export type Task = { readonly open: Wanted } | { readonly refused: RefusedCommand };

const nothing: Task = {
  refused: { code: 'command-unsupported', why: 'execution: no command' },
};

function task(commands: readonly Command[]): Task {
  let last = nothing;
  let malformed: Task | undefined;
  for (const command of commands) {
    if ('wanted' in command) last = { open: command.wanted };
    // A command that no camera can do comes first, wherever it stands.
    else if (command.refused.code === 'command-unsupported') return command;
    else malformed ??= command;
  }
  return malformed ?? last;
}

/**
 * Returns one task for each device, in the order in which devices were first named.
 *
 * A device may stand in several entries, each with several commands, yet there is one result for it. It is
 * all or nothing: if any of the commands cannot be done, none is carried out. Of several GetCameraStream the
 * last one counts, and only that one opens a stream, so that none is left over.
 */
export function planByDevice(
  entries: readonly CommandEntry[],
): readonly (readonly [string, Task])[] {
  const [only] = entries;
  const [id] = only?.devices ?? [];
  // The usual case: one camera for one display.
  if (entries.length === 1 && only?.devices.length === 1 && id !== undefined) {
    return [[id, task(only.execution)]];
  }
  const byDevice = new Map<string, Command[]>();
  for (const { devices, execution } of entries) {
    for (const device of new Set(devices)) {
      const commands = byDevice.get(device) ?? [];
      commands.push(...execution);
      byDevice.set(device, commands);
    }
  }
  return [...byDevice].map(([device, commands]) => [device, task(commands)]);
}
