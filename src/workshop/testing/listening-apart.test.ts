import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { listeningApart } from './listening-apart.ts';

// Of as many ports as the system gives out by itself, some come twice.
test('no two servers of a suite have one port, also one after the other', async () => {
  const ports: number[] = [];
  for (let turn = 0; turn < 400; turn += 1) {
    const server = createServer();
    const { port } = await listeningApart(server);
    ports.push(port);
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
  expect(new Set(ports).size).toBe(ports.length);
});

test('a port that is asked for is given again', async () => {
  let port = 0;
  for (let turn = 0; turn < 2; turn += 1) {
    const server = createServer();
    const found = await listeningApart(server, port);
    if (turn === 1) expect(found.port).toBe(port);
    ({ port } = found);
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
});
