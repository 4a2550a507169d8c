import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { closeServer } from './close-server.ts';
import { listening } from './listening.ts';

test('a server of TCP is closed with the connections that it is told of', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  const { port } = await listening(server);
  const client = connect(port, '127.0.0.1').resume();
  const closed = once(client, 'close');
  await once(server, 'connection');
  await closeServer(server, sockets);
  await closed;
  expect(server.listening).toBe(false);
});

test('a server of HTTP is closed with an answer that is under way', async () => {
  const server = createHttp((_request, response) => void response.write('half'));
  const { port } = await listening(server);
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  await closeServer(server);
  await expect(answer.text()).rejects.toThrow('terminated');
});

test('to close it once more is nothing', async () => {
  const server = createServer();
  await listening(server);
  await closeServer(server);
  await closeServer(server);
  expect(server.listening).toBe(false);
});
