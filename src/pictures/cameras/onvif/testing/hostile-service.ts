/** An ONVIF service on a real socket that answers each connection with the bytes it is given. */
import { createServer, type Socket } from 'node:net';
import { closeServer } from '../../../../common/close-server.ts';
import { listeningApart } from '../../../../workshop/testing/listening-apart.ts';

export interface HostileService {
  readonly url: string;
  /** Returns everything that was sent to it, as text. */
  heard(): string;
  /** Accepts no further connection; open ones stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** `answer` is called once for each connection, with the first bytes of its first request. */
export async function hostileService(
  answer: (socket: Socket) => void,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<HostileService> {
  const sockets = new Set<Socket>();
  let heard = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    socket.once('data', () => answer(socket));
  });
  const { port: at } = await listeningApart(server, port, host);
  return {
    url: `http://${host}:${at}/onvif/device_service`,
    heard: () => heard,
    async stop() {
      server.close();
    },
    close: () => closeServer(server, sockets),
  };
}
