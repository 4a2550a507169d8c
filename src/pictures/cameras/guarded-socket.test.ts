import { createServer, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { type OriginGuard, type OriginReason, OriginRefusal } from './origin/origin.ts';
import { anyGuard } from '../../workshop/testing/any-camera.ts';
import { openGuardedSocket } from './guarded-socket.ts';
import { until } from '../../workshop/until.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Listens there and counts who comes. */
async function listen(host: string, port = 0) {
  const place = { port, guests: 0 };
  const server = createServer((socket) => {
    place.guests += 1;
    socket.on('error', () => undefined).destroy();
  });
  place.port = (await listening(server, port, host)).port;
  servers.push(server);
  return place;
}

async function open(
  port: number,
  found: readonly string[],
  guard: OriginGuard,
  secure = false,
): Promise<string> {
  const socket = await openGuardedSocket({
    target: { host: 'door.lan', port, secure, path: '/' },
    lookup: async () => found,
    timeoutMs: 2_000,
    guard,
    signal: new AbortController().signal,
  });
  const { remoteAddress = '' } = socket;
  socket.destroy();
  return remoteAddress;
}

const refusal = (reason: OriginReason) => new OriginRefusal(reason);

test('the first address that answers is taken, the bound one before all others', async () => {
  const one = await listen('127.0.0.1');
  await listen('127.0.0.2', one.port);
  const found = ['127.0.0.3', '127.0.0.2', '127.0.0.1'];
  expect(await open(one.port, found, anyGuard({ named: true }))).toBe('127.0.0.2');
  const bound = { place: { address: '127.0.0.1', port: one.port }, proof: {} };
  expect(await open(one.port, found, anyGuard({ named: true, bound }))).toBe('127.0.0.1');
});

test('a place of another account is not even connected to, nor are the others behind it', async () => {
  const one = await listen('127.0.0.1');
  const two = await listen('127.0.0.2', one.port);
  const claim = async (addresses: readonly string[]): Promise<void> => {
    if (addresses.includes('127.0.0.2')) throw refusal('other-owner');
  };
  const opened = open(one.port, ['127.0.0.1', '127.0.0.2'], anyGuard({ named: true, claim }));
  await expect(opened).rejects.toEqual(refusal('other-owner'));
  expect([one.guests, two.guests]).toEqual([0, 0]);
});

test('who is refused once connected is hung up on, and another address is not tried', async () => {
  const one = await listen('127.0.0.1');
  const two = await listen('127.0.0.2', one.port);
  const bound = { place: { address: '127.0.0.9', port: one.port }, proof: {} };
  const opened = open(one.port, ['127.0.0.1', '127.0.0.2'], anyGuard({ bound }));
  await expect(opened).rejects.toEqual(refusal('other-address'));
  expect(two.guests).toBe(0);
});

test('who shows no certificate over TLS is refused, and that is heard of', async () => {
  const { DEFAULT_CIPHERS, DEFAULT_MAX_VERSION } = tls;
  // Node offers no such thing by itself; what a library may come to offer must not get past the guard.
  Object.assign(tls, { DEFAULT_CIPHERS: 'aNULL:@SECLEVEL=0', DEFAULT_MAX_VERSION: 'TLSv1.2' });
  try {
    const server = tls.createServer({ dhparam: 'auto' }, (socket) =>
      socket.on('error', () => undefined),
    );
    const { port } = await listening(server);
    servers.push(server);
    const refusals: OriginReason[] = [];
    const guard = anyGuard({ onRefused: (reason) => refusals.push(reason) });
    const opened = open(port, ['127.0.0.1'], guard, true);
    await expect(opened).rejects.toEqual(refusal('certificate'));
    expect(refusals).toEqual(['certificate']);
  } finally {
    Object.assign(tls, { DEFAULT_CIPHERS, DEFAULT_MAX_VERSION });
  }
});

test('where it cannot be found out whose a place is, it is not connected to', async () => {
  const one = await listen('127.0.0.1');
  const claim = (): Promise<void> => Promise.reject(new Error('storage is not available'));
  await expect(open(one.port, ['127.0.0.1'], anyGuard({ claim }))).rejects.toThrow('storage');
  expect(one.guests).toBe(0);
});

test('an address of the link that does not say on which network is not even tried', async () => {
  for (const address of ['fe80::1', 'FEBF::1']) {
    const fault: unknown = await open(554, [address], anyGuard({ named: true })).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ reason: 'unreachable' });
    // The system, once it is asked, says much the same under Node 20.
    expect((fault as Error).cause).toBeUndefined();
  }
});

test('each socket is read into memory of its own', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).write('a picture'));
  const { port } = await listening(server);
  servers.push(server);
  const read: { readonly from: Socket; readonly memory: unknown }[] = [];
  const sockets = await Promise.all(
    Array.from({ length: 3 }, () =>
      openGuardedSocket({
        target: { host: '127.0.0.1', port, secure: false, path: '/' },
        lookup: async () => ['127.0.0.1'],
        timeoutMs: 2_000,
        guard: anyGuard(),
        signal: new AbortController().signal,
        onRead: ({ buffer }, from) => void read.push({ from, memory: buffer }),
      }),
    ),
  );
  await until(() => read.length === sockets.length);
  for (const socket of sockets) socket.destroy();
  expect(new Set(read.map(({ from }) => from))).toEqual(new Set(sockets));
  expect(new Set(read.map(({ memory }) => memory)).size).toBe(sockets.length);
});
