/** The bridge's end of the control socket. */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { longestLine, questionSchema, type Question, type Reply } from './messages.ts';

/** Who says nothing for so long, or does not read the answer, is hung up on. */
const idleMs = 10_000;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Listens at `path` (mode 0600). `answer` is asked once a connection; what it throws goes to `report`,
 * and the command is told that it failed.
 */
export async function listenForCommands(
  path: string,
  answer: (question: Question) => Promise<Reply>,
  report: (error: unknown) => void,
): Promise<ControlServer> {
  const open = new Set<Socket>();

  async function reply(line: string): Promise<Reply> {
    try {
      return await answer(questionSchema.parse(JSON.parse(line)));
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
      void reply(text.slice(0, end)).then((said) => socket.end(`${JSON.stringify(said)}\n`));
    });
  });
  // What a crash left behind: the folder's lock says that no other bridge listens here.
  rmSync(path, { force: true });
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
