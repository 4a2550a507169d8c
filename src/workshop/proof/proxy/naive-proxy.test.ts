import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import type { Belief } from './http-framing.ts';
import { openNaiveProxy, type NaiveProxy } from './naive-proxy.ts';

let server: Server;
let proxy: NaiveProxy;

afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const sayPath: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end(`[${request.url}]`));
};

async function before(lenient: boolean, belief: Belief): Promise<void> {
  server = createServer({ insecureHTTPParser: lenient }, sayPath);
  const { port } = await listening(server);
  proxy = await openNaiveProxy(port, { belief, connections: 1, timeoutMs: 500 });
}

/** What a visitor gets by the time that `until` has come, or the connection is closed. */
async function visit(text: string, until = ']'): Promise<string> {
  const socket = connect(proxy.port, '127.0.0.1');
  let got = '';
  socket.on('data', (bytes) => {
    got += bytes.toString();
    if (got.includes(until)) socket.destroy();
  });
  socket.write(text);
  await once(socket, 'close');
  return got;
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

function smuggled(hidden: string): string {
  const body = `0\r\n\r\n${hidden}`;
  const lines = [`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked', '', body];
  return `POST /first HTTP/1.1\r\nHost: x\r\n${lines.join('\r\n')}`;
}

test('visitors get their own answers over the one connection', async () => {
  await before(false, 'content-length');
  const paths = Array.from({ length: 8 }, (_, at) => `/${at}`);
  const answers = await Promise.all(paths.map((path) => visit(get(path))));
  expect(answers.map((answer) => /\[(.*)\]/.exec(answer)?.[1])).toEqual(paths);
  const chunked =
    'POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n';
  expect(await visit(chunked)).toContain('[/c]');
});

test('before a lenient server a hidden request is answered to the next visitor', async () => {
  await before(true, 'content-length');
  expect(await visit(smuggled(get('/hidden')))).toContain('[/first]');
  expect(await visit(get('/mine'))).toContain('[/hidden]');
});

test('before a strict one it is refused, and the next visitor gets the own answer', async () => {
  await before(false, 'content-length');
  expect(await visit(smuggled(get('/hidden')), '\0')).toContain('400 Bad Request');
  expect(await visit(get('/mine'))).toContain('[/mine]');
});
