import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { Listener } from './listener.ts';

async function outcome(port: number): Promise<'open' | 'closed' | 'refused'> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } catch {
    return 'refused';
  }
  const ended = once(socket, 'close').then(() => 'closed' as const);
  socket.resume();
  const stillOpen = new Promise<'open'>((resolve) => setTimeout(resolve, 150, 'open'));
  const result = await Promise.race([ended, stillOpen]);
  socket.destroy();
  await ended;
  return result;
}

test('closes its port and opens the same again', async () => {
  const listener = new Listener('127.0.0.1', 4, () => undefined);
  expect(() => listener.address).toThrow('not listening');
  await listener.open(0);
  const { port } = listener.address;
  expect(await outcome(port)).toBe('open');
  listener.shut();
  expect(await outcome(port)).toBe('refused');
  await listener.open(0);
  expect(listener.address.port).toBe(port);
  expect(await outcome(port)).toBe('open');
  await listener.close();
  await listener.close();
  expect(await outcome(port)).toBe('refused');
});

test('takes no more connections than it may', async () => {
  const listener = new Listener('127.0.0.1', 1, () => undefined);
  await listener.open(0);
  const first = connect(listener.address.port, '127.0.0.1');
  await once(first, 'connect');
  expect(await outcome(listener.address.port)).toBe('closed');
  first.destroy();
  await listener.close();
});
