import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { newAccountId } from '../../identity/ids.ts';
import { createUntaken, type Untaken } from './untaken.ts';
import { until } from '../../workshop/until.ts';

const kib = 1_024;
const limits = { ofOne: 3_000 * kib, inAll: 5_000 * kib };
const [a, b, c] = [newAccountId(), newAccountId(), newAccountId()];
const names = new Map([
  ['a', a],
  ['b', b],
  ['c', c],
]);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let untaken: Untaken;
let cut: string[];
let open: Socket[];
const server = createServer((request, response: ServerResponse) => {
  if (request.headers['x-late'] === undefined) answer(request, response);
  else request.socket.once('close', () => answer(request, response));
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [, name = '', size = ''] = (request.url ?? '').split('/');
  const account = names.get(name);
  if (account === undefined) throw new TypeError('nobody');
  untaken.track(account, response, Number(size) * kib);
  if (request.headers['x-wait'] === undefined) response.end(Buffer.alloc(Number(size) * kib));
  server.emit('answered');
}

beforeEach(async () => {
  [cut, open] = [[], []];
  untaken = createUntaken(limits, (account) => {
    cut.push([...names].find(([, id]) => id === account)?.[0] ?? '');
  });
  await listening(server);
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks on a line of its own and reads nothing; resolves when the answer is written. */
async function ask(path: string): Promise<Socket> {
  const display = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  open.push(display);
  const answered = once(server, 'answered');
  display
    .on('error', () => undefined)
    .write(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Wait: 1\r\n\r\n`);
  await answered;
  return display;
}

test('an answer counts until it is taken', async () => {
  const display = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push(display);
  const answered = once(server, 'answered');
  display.write('GET /a/10 HTTP/1.1\r\nHost: x\r\n\r\n');
  await answered;
  let read = 0;
  for await (const chunk of display) {
    read += (chunk as Buffer).length;
    if (read > 10 * kib) break;
  }
  await until(() => untaken.bytes === 0);
  expect(cut).toEqual([]);
});

test('an answer whose connection is gone counts no more', async () => {
  const display = await ask('/a/10');
  expect(untaken.bytes).toBe(26 * kib);
  display.destroy();
  await until(() => untaken.bytes === 0);
});

test('one that was made for a connection that is gone already counts nothing', async () => {
  const display = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push(display);
  const [asked, answered] = [once(server, 'request'), once(server, 'answered')];
  const one = 'GET /a/10 HTTP/1.1\r\nHost: x\r\nX-Late: 1\r\n\r\n';
  // The second waits behind the first.
  display.write(one + one);
  await asked;
  display.destroy();
  await answered;
  await new Promise((resolve) => setImmediate(resolve));
  expect(untaken.bytes).toBe(0);
});

test('nor do those that waited behind another answer on it', async () => {
  const display = await ask('/a/10');
  const answered = once(server, 'answered');
  // So small that Node goes on reading: else it hears of the end of a connection later.
  display.write('GET /a/2 HTTP/1.1\r\nHost: x\r\n\r\nGET /a/4 HTTP/1.1\r\nHost: x\r\n\r\n');
  await answered;
  while (untaken.bytes < (10 + 2 + 4 + 3 * 16) * kib) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  display.destroy();
  await until(() => untaken.bytes === 0);
  expect(cut).toEqual([]);
});

test('one that waited behind another leaves nothing once it is taken, however long the connection stays', async () => {
  const display = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
  open.push(display);
  const answers: WeakRef<ServerResponse>[] = [];
  const note = (_: unknown, response: ServerResponse): void =>
    void answers.push(new WeakRef(response));
  server.on('request', note);
  const one = 'GET /a/1 HTTP/1.1\r\nHost: x\r\n\r\n';
  for (let turn = 1; turn <= 50; turn += 1) {
    display.write(one + one);
    while (answers.length < 2 * turn || untaken.bytes > 0)
      await new Promise((resolve) => setImmediate(resolve));
  }
  server.off('request', note);
  collectGarbage();
  expect(answers.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
});

test('the oldest answer of an account that has too much is cut, and nobody else’s', async () => {
  const first = await ask('/a/1400');
  const other = await ask('/b/1000');
  await ask('/a/1400');
  expect(cut).toEqual([]);
  const closed = new Promise((resolve) => first.resume().once('close', resolve));
  await ask('/a/1000');
  expect(cut).toEqual(['a']);
  await closed;
  expect(other.destroyed).toBe(false);
  expect(untaken.bytes).toBe((1_000 + 1_400 + 1_000 + 3 * 16) * kib);
});

test('where it is too much in all, the account that has most is cut', async () => {
  for (const path of ['/b/900', '/a/1300', '/a/1300', '/c/900']) await ask(path);
  expect(cut).toEqual([]);
  await ask('/b/900');
  expect(cut).toEqual(['a']);
});

test('one answer that is larger than there is room for is not cut', async () => {
  await ask('/a/9000');
  expect(cut).toEqual([]);
  await ask('/a/1');
  expect(cut).toEqual(['a']);
});

test('many small ones have a weight, too', async () => {
  for (let at = 0; at < 200; at += 1) await ask('/a/0');
  expect(cut.length).toBe(200 - Math.floor(limits.ofOne / (16 * kib)));
});
