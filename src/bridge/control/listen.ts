/** The bridge's end of the control socket. */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { closeServer } from '../../common/close-server.ts';
import { longestLine, questionSchema, type Question, type Reply } from './messages.ts';

/** A client that says nothing for so long, or does not read the answer, is disconnected. */
const idleMs = 10_000;
/** A check takes no longer, from its question to its last line. */
export const maxCheckMs = 45_000;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens at `path` (mode 0600). `answer` is called once for each connection; what it throws goes to
 * `report`, and the command gets a failure.
 */
export async function listenForCommands(
  path: string,
  answer: (question: Question, send: (reply: Reply) => void) => Promise<Reply>,
  report: (error: unknown) => void,
): Promise<ControlServer> {
  const open = new Set<Socket>();

  async function reply(line: string, socket: Socket): Promise<Reply> {
    const send = (said: Reply): void => {
      // A client that does not read the steps of a check is not waited for.
      if (socket.writableLength > longestLine * 4) socket.destroy();
      else if (socket.writable) socket.write(`${JSON.stringify(said)}\n`);
    };
    const question = read(line);
    if (question === undefined) {
      return {
        reply: 'failed',
        why: 'the bridge does not know what is asked: is it of another version?',
      };
    }
    try {
      if (question.ask === 'check') socket.setTimeout(maxCheckMs);
      return await answer(question, send);
    } catch (error) {
      report(error);
      return { reply: 'failed', why: 'the bridge could not do that: see its log' };
    }
  }

  const server = createServer((socket) => {
    open.add(socket);
    let text = '';
    socket.setEncoding('utf8').setTimeout(idleMs, () => socket.destroy());
    // A command that has gone is no trouble of the bridge.
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.on('data', (part: string) => {
      text += part;
      if (text.length > longestLine) {
        socket.destroy();
        return;
      }
      const end = text.indexOf('\n');
      if (end < 0) return;
      socket.removeAllListeners('data').resume();
      void reply(text.slice(0, end), socket).then((said) =>
        socket.end(`${JSON.stringify(said)}\n`),
      );
    });
  });
  // A crash left it behind: the folder's lock says that no other bridge listens here.
  rmSync(path, { force: true });
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return { close: () => closeServer(server, open) };
}

/** Returns undefined for what is no question. Nothing of it is quoted anywhere: a URL in it holds a password. */
function read(line: string): Question | undefined {
  try {
    return questionSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
