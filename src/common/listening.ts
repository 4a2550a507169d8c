import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Has a server of TCP, TLS or HTTP listen: at any free port of 127.0.0.1, unless told otherwise. Rejects if it cannot. */
export async function listening(
  server: Server,
  port = 0,
  host = '127.0.0.1',
): Promise<AddressInfo> {
  server.listen(port, host);
  await once(server, 'listening');
  return server.address() as AddressInfo;
}
