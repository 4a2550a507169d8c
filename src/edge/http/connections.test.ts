import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import {
  capConnections,
  type ClientOf,
  connectionLimits,
  type ConnectionLimits,
  descriptorLimit,
} from './connections.ts';
import { until } from '../../workshop/until.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(limits: ConnectionLimits, clientOf?: ClientOf) {
  const logged: object[] = [];
  const note = (fields: object): void => void logged.push(fields);
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => void waiting.push(response));
  const log = { debug: note, info: note, warn: note, error: note };
  capConnections(server, limits, log, clientOf);
  const { port } = await listening(server, 0, '0.0.0.0');
  closing.push(() => server.close().closeAllConnections());

  /** Connects from one of loopback's addresses, and asks for something if it is to be busy. */
  async function come(from: string, busy: boolean | string = false): Promise<Socket> {
    const before = waiting.length;
    const counted = once(server, 'connection');
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    socket.on('error', () => undefined);
    socket.resume();
    closing.push(() => socket.destroy());
    await once(socket, 'connect');
    await counted;
    if (busy === true) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    else if (busy !== false) socket.write(busy);
    while (busy !== false && waiting.length === before && !socket.destroyed) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return socket;
  }
  return { come, logged, waiting };
}

const closed = (socket: Socket): Promise<unknown> =>
  socket.destroyed ? Promise.resolve() : once(socket, 'close');

test('where all connections are taken, the longest idle one of who has the most gives way', async () => {
  const { come, logged } = await listen({ inAll: 3 });
  const mine = await come('127.0.0.1');
  const theirs = [await come('127.0.0.2'), await come('127.0.0.2')];
  const late = await come('127.0.0.3');
  await closed(theirs[0] as Socket);
  expect([mine, theirs[1], late].map((socket) => socket?.destroyed)).toEqual([false, false, false]);
  expect(logged).toEqual([]);
});

test('one that is being served is not cut off by who has as many: then the new one is turned away, and counted', async () => {
  const { come, logged, waiting } = await listen({ inAll: 2 });
  const busy = [await come('127.0.0.2', true), await come('127.0.0.3', true)];
  await closed(await come('127.0.0.3'));
  expect(busy.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  expect(logged).toEqual([{ reason: 'in-all' }]);
  // Once it was answered it is idle, and gives way.
  const answered = once(busy[0] as Socket, 'data');
  waiting[0]?.end('done');
  await answered;
  const late = await come('127.0.0.3');
  await closed(busy[0] as Socket);
  expect(late.destroyed).toBe(false);
});

test('one that waits for the rest of its request holds nothing: it gives way as an idle one', async () => {
  const { come, logged } = await listen({ inAll: 2 });
  const half = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na';
  const first = await come('127.0.0.2', half);
  const busy = await come('127.0.0.2', true);
  const late = await come('127.0.0.2');
  await closed(first);
  expect([busy.destroyed, late.destroyed, logged]).toEqual([false, false, []]);
});

test('where few addresses are served on all connections, who has fewer gets one all the same', async () => {
  const { come, logged } = await listen({ inAll: 4 });
  const theirs = [];
  for (let n = 0; n < 3; n += 1) theirs.push(await come('127.0.0.2', true));
  const other = await come('127.0.0.3', true);
  const mine = await come('127.0.0.4', true);
  await closed(theirs[0] as Socket);
  expect([theirs[1], theirs[2], other, mine].map((socket) => socket?.destroyed)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  // Now it has as many as anybody would have: nobody takes anything from anybody.
  await closed(await come('127.0.0.4'));
  expect(logged).toEqual([{ reason: 'in-all' }]);
});

const asked = (by: string) => `GET / HTTP/1.1\r\nHost: x\r\nX-Client: ${by}\r\n\r\n`;
const named: ClientOf = ({ headers }) => headers['x-client'] as string | undefined;

test('behind a proxy the share is that of whom it asks for, and it has none itself', async () => {
  const { come, logged } = await listen({ inAll: 10, perAddress: 2 }, named);
  const kept = [await come('127.0.0.1'), await come('127.0.0.1'), await come('127.0.0.1')];
  kept.push(await come('127.0.0.1', asked('10.0.0.1')), await come('127.0.0.1', asked('10.0.0.1')));
  const third = await come('127.0.0.1');
  third.write(asked('10.0.0.1'));
  await closed(third);
  kept.push(await come('127.0.0.1', asked('10.0.0.2')));
  expect(kept.some(({ destroyed }) => destroyed)).toBe(false);
  expect(logged).toEqual([{ reason: 'address' }]);
});

test('nor does one of them take all behind it', async () => {
  const { come } = await listen({ inAll: 3 }, named);
  const theirs = [];
  for (let n = 0; n < 3; n += 1) theirs.push(await come('127.0.0.1', asked('10.0.0.1')));
  const mine = await come('127.0.0.1', asked('10.0.0.2'));
  await closed(theirs[0] as Socket);
  expect(mine.destroyed).toBe(false);
});

test('all networks of one /48 have a share in bulk', async () => {
  const { come, logged } = await listen({ inAll: 10, perAddress: 2, perSite: 3 }, named);
  for (const net of ['7:1', '7:2', '7:3']) await come('127.0.0.1', asked(`2001:db8:${net}::1`));
  const fourth = await come('127.0.0.1');
  fourth.write(asked('2001:db8:7:4::1'));
  await closed(fourth);
  expect(logged).toEqual([{ reason: 'address' }]);
  expect((await come('127.0.0.1', asked('2001:db8:8:4::1'))).destroyed).toBe(false);
});

test('one address has so many, and those of others are not counted', async () => {
  const { come, logged } = await listen({ inAll: 10, perAddress: 2 });
  await come('127.0.0.2', true);
  await come('127.0.0.2', true);
  await closed(await come('127.0.0.2'));
  expect(logged).toEqual([{ reason: 'address' }]);
  expect((await come('127.0.0.3')).destroyed).toBe(false);
});

test('what closes makes room', async () => {
  const { come } = await listen({ inAll: 1 });
  for (let n = 0; n < 5; n += 1) {
    let socket = await come('127.0.0.2', true);
    // The one before may not have been heard of yet.
    while (socket.destroyed) socket = await come('127.0.0.2', true);
    socket.destroy();
  }
});

test('a quarter of the descriptors is kept for others', () => {
  expect(connectionLimits(1_024)).toEqual({ inAll: 768, perAddress: 96, perSite: 192 });
  expect(connectionLimits(1_048_576)).toEqual({ inAll: 20_000, perAddress: 2_500, perSite: 5_000 });
});

test('the system says how many there are', async () => {
  const folder = scratchFolder('limits');
  try {
    const file = join(folder, 'limits');
    await writeFile(
      file,
      'Limit  Soft  Hard  Units\nMax open files            4096      8192   files\n',
    );
    expect(descriptorLimit(file)).toBe(4_096);
    await writeFile(file, 'Max open files            unlimited            unlimited  files\n');
    expect(descriptorLimit(file)).toBe(10_240);
    expect(descriptorLimit(join(folder, 'absent'))).toBe(10_240);
  } finally {
    removeFolder(folder);
  }
});

const askedTimes = (times: number): string => 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(times);

test('a connection on which requests are sent without awaiting answers is cut', async () => {
  const { come, logged, waiting } = await listen({ inAll: 9, requests: 3 });
  const ahead = await come('127.0.0.2', askedTimes(3));
  await until(() => waiting.length >= 3);
  const flood = await come('127.0.0.3', askedTimes(4));
  await closed(flood);
  expect([ahead.destroyed, logged]).toEqual([false, [{}]]);
  // What was answered does not count.
  for (const response of waiting.splice(0)) response.end();
  await once(ahead, 'data');
  ahead.write(askedTimes(3));
  await until(() => waiting.length >= 3);
  expect(ahead.destroyed).toBe(false);
});
