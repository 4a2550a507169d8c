/** The one way a server is closed at once. `drain` of the edge lets those finish whom it is serving. */
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';

/**
 * Closes a server of TCP, TLS or HTTP with its connections: `sockets` are those of one that does not know them itself.
 * Resolves when the last is closed. Idempotent.
 */
export async function closeServer(
  server: Server | HttpServer,
  sockets: Iterable<Socket> = [],
): Promise<void> {
  for (const socket of sockets) socket.destroy();
  if ('closeAllConnections' in server) server.closeAllConnections();
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
}
