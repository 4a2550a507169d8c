import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { tcpSender } from './sender.ts';

test('a viewer that reads nothing loses its connection', async () => {
  const server = createServer();
  const { port } = await listening(server);
  const accepted = once(server, 'connection');
  const lazy = connect(port, '127.0.0.1');
  lazy.on('error', () => undefined);
  lazy.pause();
  const [socket] = await accepted;
  const sender = tcpSender(socket, 0, 100_000);
  const packets = Array.from({ length: 40 }, () => Buffer.alloc(1200));
  const closed = once(socket, 'close');
  // 100 MB: far beyond what the two kernels' buffers hold.
  for (let round = 0; round < 2000 && !socket.destroyed; round++) {
    sender.media(packets);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(socket.destroyed).toBe(true);
  await closed;
  lazy.destroy();
  server.close();
});
