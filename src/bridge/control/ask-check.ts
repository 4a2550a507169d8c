/** Asks the bridge that runs on a data folder to check a camera. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { readRunning } from './running-bridge.ts';
import { maxCheckMs } from './listen.ts';
import { type Question, replySchema } from './messages.ts';
import { findSocket } from './socket-path.ts';

type Asked =
  | { readonly device: string }
  | {
      readonly source: {
        readonly stream: string;
        readonly transport: 'auto' | 'tcp' | 'udp';
        readonly keys?: readonly string[];
      };
    };

/**
 * Returns what it found, and reports each step as it comes; or returns why it did not. Returns undefined if
 * nobody answers, or the answer stops.
 */
export async function askCheck(
  folder: string,
  asked: Asked,
  report: (step: unknown) => void,
  maxMs = maxCheckMs,
): Promise<{ readonly checked: unknown } | { readonly why: string } | undefined> {
  const socket = connect(findSocket(folder, readRunning(folder)?.socket));
  // With an error: a reader of the lines of a socket that only closes waits for ever.
  const late = setTimeout(() => socket.destroy(new Error('no answer')), maxMs);
  try {
    socket.on('error', () => socket.destroy());
    socket.write(`${JSON.stringify(questionOf(asked))}\n`);
    for await (const line of createInterface({ input: socket })) {
      const reply = replySchema.parse(JSON.parse(line));
      if (reply.reply === 'checked') return { checked: reply.checked };
      if (reply.reply !== 'step') return { why: 'why' in reply ? reply.why : 'it did not answer' };
      report(reply.step);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

function questionOf(asked: Asked): Question {
  if ('device' in asked) return { ask: 'check', device: asked.device };
  const { stream, transport, keys = [] } = asked.source;
  return { ask: 'check', rtsp: stream, transport, keys: [...keys] };
}
