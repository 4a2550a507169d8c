/** A command's end of the control socket. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { replySchema, type Question, type Reply } from './messages.ts';

/** How long the bridge may take to act. */
const answerMs = 2_000;

/**
 * Asks the bridge that listens at `path`. Returns undefined if nobody answers within two seconds: it is
 * starting, frozen, of an earlier version, or does not let this user in.
 */
export async function askBridge(path: string, question: Question): Promise<Reply | undefined> {
  const socket = connect(path);
  const late = setTimeout(() => socket.destroy(new Error('no answer')), answerMs);
  try {
    socket.write(`${JSON.stringify(question)}\n`);
    return replySchema.parse(JSON.parse(await text(socket)));
  } catch {
    return undefined;
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}
