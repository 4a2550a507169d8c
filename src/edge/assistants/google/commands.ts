/**
 * The commands of an EXECUTE, each read for itself: what is odd in one of them is the answer of its
 * own devices alone.
 */
import { z } from 'zod';
import type { StreamProtocol } from '../../../identity/ticket.ts';
import type { Wanted } from '../../../pictures/streams/streams.ts';

export const getCameraStream = 'action.devices.commands.GetCameraStream';

/** More commands than anything asks of one device. */
const maxExecutions = 20;
/** More protocols than there are; what a debug line can hold is bounded by it. */
const maxProtocols = 32;
const longestProtocol = 64;

/** Why a command is not carried out: one that no camera knows, or of a form that cannot be read. */
export interface RefusedCommand {
  readonly code: 'command-unsupported' | 'bad-request';
  /** Names the place that is wrong, and quotes nothing. */
  readonly why: string;
}

/** One command: the stream that is wanted, or why there is none. */
export type Command = { readonly wanted: Wanted } | { readonly refused: RefusedCommand };

/** What a display that names nothing is taken to play: then the configured order decides. */
const whatever: readonly StreamProtocol[] = ['webrtc', 'hls'];

const protocols = z
  .array(z.unknown())
  .nullish()
  .transform((list): readonly string[] => {
    // What is no name cannot be a protocol of ours either.
    const names = (list ?? [])
      .filter((item) => typeof item === 'string')
      .filter((name) => name.length <= longestProtocol)
      .slice(0, maxProtocols);
    return names.length === 0 ? whatever : names;
  });

// A display that does not say StreamToChromecast does not cast.
const params = z
  .object({ SupportedStreamProtocols: protocols, StreamToChromecast: z.boolean().nullish() })
  .nullish()
  .transform((given): Wanted => ({
    protocols: given?.SupportedStreamProtocols ?? whatever,
    toChromecast: given?.StreamToChromecast ?? false,
  }));

const refuse = (code: RefusedCommand['code'], why: string): Command => ({ refused: { code, why } });

/** The first thing that is wrong: where, below `params`, and what was expected there. */
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
 * Reads `execution`; empty where it is missing or no list. A list without end is refused as a
 * whole: what one request may cost is bounded.
 */
export function readCommands(execution: unknown): readonly Command[] {
  if (!Array.isArray(execution)) return [];
  if (execution.length <= maxExecutions) return execution.map(readCommand);
  return [refuse('bad-request', `execution: more than ${maxExecutions} commands`)];
}
