/** The commands of an EXECUTE, each read by itself: a fault in one of them affects only its own devices' answers. */
import { z } from 'zod';
import type { StreamProtocol } from '../../../identity/ticket.ts';
import type { Wanted } from '../../../pictures/streams/streams.ts';

const getCameraStream = 'action.devices.commands.GetCameraStream';

/** More commands than anything asks of one device. */
const maxExecutions = 20;
/** More protocols than there are; it bounds what a debug line can hold. */
const maxProtocols = 32;
const longestProtocol = 64;

/** Why a command is not carried out: no camera knows it, or its form cannot be read. */
export interface RefusedCommand {
  readonly code: 'command-unsupported' | 'bad-request';
  /** Names the place that is wrong, and quotes nothing. */
  readonly why: string;
}

/** One command: the wanted stream, or why there is none. */
export type Command = { readonly wanted: Wanted } | { readonly refused: RefusedCommand };

/** The protocols of a display that names none: then the configured order decides. */
const allProtocols: readonly StreamProtocol[] = ['webrtc', 'hls'];

const protocols = z
  .array(z.unknown())
  .nullish()
  .transform((list): readonly string[] => {
    // Anything but a text cannot be one of our protocols either.
    const names = (list ?? [])
      .filter((item) => typeof item === 'string')
      .filter((name) => name.length <= longestProtocol)
      .slice(0, maxProtocols);
    return names.length === 0 ? allProtocols : names;
  });

// A display that does not say StreamToChromecast does not cast.
const params = z
  .object({ SupportedStreamProtocols: protocols, StreamToChromecast: z.boolean().nullish() })
  .nullish()
  .transform((given): Wanted => ({
    protocols: given?.SupportedStreamProtocols ?? allProtocols,
    casts: given?.StreamToChromecast ?? false,
  }));

const refuse = (code: RefusedCommand['code'], why: string): Command => ({ refused: { code, why } });

/** Returns the first fault: where it is, below `params`, and what was expected there. */
function placeOf({ issues: [issue] }: z.ZodError): string {
  return `${['params', ...(issue?.path ?? [])].map(String).join('.')}: ${issue?.message ?? 'malformed'}`;
}

function readCommand(value: unknown): Command {
  const command: { command?: unknown; params?: unknown } = Object(value);
  if (command.command !== getCameraStream) {
    return refuse('command-unsupported', 'command: none that a camera here knows');
  }
  const wanted = params.safeParse(command.params);
  return wanted.success ? { wanted: wanted.data } : refuse('bad-request', placeOf(wanted.error));
}

/**
 * Reads `execution`; empty if it is missing or no list. A list without end is refused as a whole: what one
 * request may cost is bounded.
 */
export function readCommands(execution: unknown): readonly Command[] {
  if (!Array.isArray(execution)) return [];
  if (execution.length <= maxExecutions) return execution.map(readCommand);
  return [refuse('bad-request', `execution: more than ${maxExecutions} commands`)];
}
