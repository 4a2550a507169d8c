/** What stands where a server is to be, and is none: each is told soon, with what mends it, and without being asked all the time. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import type { Failure } from '../../common/failures.ts';
import { operatorWords } from '../../common/operator-words.ts';
import { selfSigned } from '../../workshop/testing/self-signed.ts';
import { openPostgres } from './open.ts';

let server: Server;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Returns the URL of what does `take` with each connection, and how many there were. */
async function standing(take: (socket: Socket) => void) {
  let connections = 0;
  server = createServer((socket) => {
    connections += 1;
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `postgres://bridge:hunter2@127.0.0.1:${port}/casement`;
  return { url, connections: () => connections };
}

async function toldOf(url: string): Promise<string> {
  const failure: unknown = await openPostgres({ url, timeoutMs: 1_000 }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'storage-down' });
  const said = operatorWords(failure as Failure);
  expect(said).not.toContain('hunter2');
  return said;
}

test('what takes connections and ends them, as a proxy before a server that is gone, is asked once', async () => {
  const { url, connections } = await standing((socket) => socket.end());
  expect(await toldOf(url)).toContain('broke the connection off');
  expect(connections()).toBe(1);
});

test('what takes connections and says nothing is given up', async () => {
  const { url } = await standing(() => {});
  expect(await toldOf(url)).toContain('did not answer in time');
});

test('a server without TLS', async () => {
  const { url } = await standing((socket) => socket.once('data', () => socket.end('N')));
  expect(await toldOf(`${url}?sslmode=verify-full`)).toContain('ssl = on');
});

test('a server whose certificate nobody vouches for', async () => {
  const { key, cert } = selfSigned();
  const { url } = await standing((socket) =>
    socket.once('data', () => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => {});
    }),
  );
  expect(await toldOf(`${url}?sslmode=verify-full`)).toContain('sslrootcert');
});
