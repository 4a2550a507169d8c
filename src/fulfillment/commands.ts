/**
 * The commands of an EXECUTE, each read for itself: what is odd in one of them is the answer of its
 * own devices alone.
 */
import { z } from 'zod';
import type { StreamProtocol } from '../identity/ticket.ts';
import type { Wanted } from '../streams/streams.ts';

export const getCameraStream = 'action.devices.commands.GetCameraStream';

/** More commands than anything asks of one device. */
const maxExecutions = 20;
/** More protocols than there are; what a debug line can hold is bounded by it. */
const maxProtocols = 32;
const longestProtocol = 64;

/** One command; of GetCameraStream the parameters are known, of others only that they exist. */
export type Command =
  | { readonly name: typeof getCameraStream; readonly wanted: Wanted }
  | { readonly name: 'unknown' }
  /** Of a form that cannot be read. */
  | { readonly name: 'malformed' };

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

function readCommand(value: unknown): Command {
  const command: { command?: unknown; params?: unknown } = Object(value);
  if (command.command !== getCameraStream) return { name: 'unknown' };
  const wanted = params.safeParse(command.params);
  return wanted.success ? { name: getCameraStream, wanted: wanted.data } : { name: 'malformed' };
}

/**
 * Reads `execution`; empty where it is missing or no list. A list without end is `malformed` as a
 * whole: what one request may cost is bounded.
 */
export function readCommands(execution: unknown): readonly Command[] {
  if (!Array.isArray(execution)) return [];
  return execution.length > maxExecutions ? [{ name: 'malformed' }] : execution.map(readCommand);
}
