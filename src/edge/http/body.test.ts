import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listening } from '../../common/listening.ts';
import { readBody, readJson } from './body.ts';
import { until } from '../../workshop/until.ts';

const outcomes: unknown[] = [];
const server = createServer((request, response) => {
  const read = request.url === '/json' ? readJson(request, 10) : readBody(request, 10);
  void read
    .catch((error: unknown) => error)
    .then((result) => {
      outcomes.push(result);
      response.end();
    });
});
let port: number;
beforeAll(async () => {
  ({ port } = await listening(server));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What became of one request whose bytes are `head` and then `parts`, 20 ms apart. */
async function outcome(path: string, headers: string, ...parts: string[]): Promise<unknown> {
  const before = outcomes.length;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(part);
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.end();
  if (parts.at(-1) === 'cut') socket.destroy();
  await until(() => outcomes.length > before);
  socket.destroy();
  return outcomes[before];
}

const chunked = 'Transfer-Encoding: chunked';

test('a body comes whole, in one piece or in several', async () => {
  expect(String(await outcome('/', 'Content-Length: 4', 'abcd'))).toBe('abcd');
  expect(String(await outcome('/', 'Content-Length: 4', 'ab', 'cd'))).toBe('abcd');
  expect(String(await outcome('/', chunked, '2\r\nab\r\n', '2\r\ncd\r\n0\r\n\r\n'))).toBe('abcd');
  expect(String(await outcome('/', 'Content-Length: 0'))).toBe('');
});

test('the limit holds, declared or not', async () => {
  const tooLarge = expect.objectContaining({ code: 'too-large' });
  expect(String(await outcome('/', 'Content-Length: 10', '0123456789'))).toBe('0123456789');
  expect(await outcome('/', 'Content-Length: 11')).toEqual(tooLarge);
  expect(await outcome('/', chunked, '6\r\nabcdef\r\n', '6\r\nabcdef\r\n')).toEqual(tooLarge);
});

test('a body that is cut off is no body', async () => {
  const cut = expect.objectContaining({ code: 'bad-request', message: 'the request was cut off' });
  expect(await outcome('/', 'Content-Length: 9', 'cut')).toEqual(cut);
});

test('a body that was cut off before it is read is no body', async () => {
  const read = new Promise((resolve) => {
    server.once('request', (request) => {
      request.once('close', () => {
        readBody(request, 10).catch(resolve);
      });
    });
  });
  void outcome('/', 'Content-Length: 9', 'cut');
  expect(await read).toMatchObject({ code: 'bad-request', message: 'the request was cut off' });
});

test('what every object has is no coding of a body', async () => {
  const typed = 'Content-Type: application/json\r\nContent-Length: 1';
  for (const coding of ['constructor', '__proto__', 'hasOwnProperty', 'valueOf', 'nonsense']) {
    const refused = await outcome('/json', `${typed}\r\nContent-Encoding: ${coding}`, '1');
    expect([coding, refused]).toEqual([
      coding,
      expect.objectContaining({ code: 'bad-request', message: 'the body has an unknown coding' }),
    ]);
  }
});

test('JSON', async () => {
  const typed = 'Content-Type: application/json';
  expect(await outcome('/json', `${typed}\r\nContent-Length: 7`, '{"a":1}')).toEqual({ a: 1 });
  const charset = `${typed}; Charset="UTF-8"\r\nContent-Length: 1`;
  expect(await outcome('/json', charset, '1')).toBe(1);
  const refused = expect.objectContaining({ code: 'bad-request' });
  expect(await outcome('/json', `${typed}x\r\nContent-Length: 1`, '1')).toEqual(refused);
  expect(await outcome('/json', 'Content-Length: 1', '1')).toEqual(refused);
  expect(await outcome('/json', `${typed}\r\nContent-Length: 1`, '{')).toEqual(refused);
});
