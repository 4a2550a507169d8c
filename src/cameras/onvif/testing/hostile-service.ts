/** An ONVIF service on a real socket that answers each connection with the bytes it is told to. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface HostileService {
  readonly url: string;
  /** Everything that was sent to it, as text. */
  heard(): string;
  close(): Promise<void>;
}

/** `answer` is called once for each connection, with the first bytes of its first request. */
export async function hostileService(answer: (socket: Socket) => void): Promise<HostileService> {
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/onvif/device_service`,
    heard: () => heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
