import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { Router, type Express } from 'express';
import { listening } from '../../common/listening.ts';
import { clientOf } from './client-address.ts';
import { drain } from './drain.ts';
import { createListener } from './listener.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => drain(server, 100)));
});

async function listen(app: Express): Promise<{ origin: string; port: number; server: Server }> {
  const server = createListener(app);
  servers.push(server);
  const { port } = await listening(server);
  return { origin: `http://127.0.0.1:${String(port)}`, port, server };
}

test("requests and responses are made with Express's prototypes, so that Express changes none", async () => {
  const app = express();
  app.get('/', (_request, response) => void response.json({}));
  const { origin, server } = await listen(app);
  const before: unknown[] = [];
  const after: unknown[] = [];
  server.prependListener('request', (request, response) => {
    before.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
  });
  server.on('request', (request, response) => {
    after.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
  });
  await (await fetch(origin)).text();
  expect(before).toEqual([app.request, app.response]);
  expect(before[0]).toBe(app.request);
  expect(before[1]).toBe(app.response);
  expect(after[0]).toBe(app.request);
  expect(after[1]).toBe(app.response);
});

test('whose a request is can be told at the server already, as the proxies that are trusted tell it', async () => {
  const app = express();
  app.set('trust proxy', 1);
  app.get('/', (_request, response) => void response.json({}));
  const { origin, server } = await listen(app);
  const told: unknown[] = [];
  server.on('request', (request) => told.push(clientOf(request)));
  for (const by of ['192.0.2.7', '192.0.2.9, 2001:db8::7', 'unknown']) {
    await (await fetch(origin, { headers: { 'x-forwarded-for': by } })).text();
  }
  expect(told).toEqual(['192.0.2.7', '2001:db8::7', undefined]);
});

test('Express is still all there', async () => {
  const app = express();
  app.set('trust proxy', 1);
  const sub = express();
  sub.get('/app', (request, response) => {
    response.json(request.app === sub);
  });
  const router = Router();
  router.get('/:name', (request, response) => {
    response.cookie('a', 'b').status(201).json({ name: request.params.name, ip: request.ip });
  });
  app.use('/sub', sub);
  app.use('/router', router);
  app.get('/app', (request, response) => void response.json(request.app === app));
  app.get('/away', (_request, response) => response.redirect('/app'));
  app.get('/async', async () => {
    await Promise.resolve();
    throw new Error('later');
  });
  const { origin } = await listen(app);
  app.use(
    (error: Error, _request: unknown, response: express.Response, _next: express.NextFunction) => {
      response.status(418).send(error.message);
    },
  );
  const get = (path: string) =>
    fetch(origin + path, { redirect: 'manual', headers: { 'x-forwarded-for': '192.0.2.7' } });
  expect(await (await get('/app')).json()).toBe(true);
  expect(await (await get('/sub/app')).json()).toBe(true);
  const routed = await get('/router/x');
  expect(routed.status).toBe(201);
  expect(routed.headers.get('set-cookie')).toBe('a=b; Path=/');
  expect(await routed.json()).toEqual({ name: 'x', ip: '192.0.2.7' });
  expect((await get('/away')).headers.get('location')).toBe('/app');
  const failed = await get('/async');
  expect([failed.status, await failed.text()]).toEqual([418, 'later']);
});

test.each([
  ['what is not HTTP', 'hello\r\n\r\n', '400 Bad Request'],
  ['a header that is too long', `GET / HTTP/1.1\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, '431 '],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    '400 Bad Request',
  ],
])('%s is refused in JSON, for no cache to keep', async (_name, bytes, status) => {
  const { port } = await listen(express());
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  const answer = await text(socket);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
  expect(answer).toContain('Cache-Control: private, no-store');
  expect(answer.split('\r\n\r\n')[1]).toMatch(/^\{.*\}$/);
});

// Found by fuzzing: `100 Continue` stood in the second answer, whose end was read as a third.
test('an answer that waits behind another keeps its own bytes', async () => {
  const app = express();
  const body = Buffer.from('a picture');
  let finish = () => {};
  app.get('/slow', (_request, response) => void (finish = () => void response.end('slow')));
  app.get('/picture', (_request, response) => {
    response.setHeader('Content-Length', body.length);
    response.end(body);
    finish();
  });
  const { port } = await listen(app);
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  socket.write(
    'GET /picture HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
  );
  const answer = await text(socket);
  expect(answer).toMatch(/\r\n\r\na picture$/);
  expect(answer).not.toContain('100 Continue');
});

test('a client that waits for leave to send its body gets it', async () => {
  const app = express();
  app.post('/', async (request, response) => void response.send(await text(request)));
  const { port } = await listen(app);
  const socket = connect(port, '127.0.0.1');
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n';
  socket.write(`${head}Expect: 100-continue\r\n\r\n`);
  const [leave] = (await once(socket, 'data')) as [Buffer];
  expect(leave.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write('body');
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nbody$/s);
});

test('what takes too long to arrive has a limit', async () => {
  const { server } = await listen(express());
  expect(server.headersTimeout).toBeGreaterThan(0);
  expect(server.headersTimeout).toBeLessThanOrEqual(server.requestTimeout);
  expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
  expect(server.timeout).toBeGreaterThan(server.keepAliveTimeout);
});

test('draining lets a running answer finish, and accepts nothing new', async () => {
  const app = express();
  let finish = () => {};
  const reached = new Promise<void>((resolve) => {
    app.get('/', (_request, response) => {
      finish = () => void response.json('done');
      resolve();
    });
  });
  const { origin, port, server } = await listen(app);
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'connect');
  const running = fetch(origin);
  await reached;
  // Longer than this test may take: neither connection is left to the deadline.
  const drained = drain(server, 60_000);
  await expect(fetch(`${origin}/new`)).rejects.toThrow();
  finish();
  expect(await (await running).json()).toBe('done');
  await drained;
  idle.destroy();
  await drain(server, 10);
});

test('draining destroys what does not finish', async () => {
  const app = express();
  const reached = new Promise<void>((resolve) => {
    app.get('/', (_request, response) => {
      response.write('half');
      resolve();
    });
  });
  const { origin, server } = await listen(app);
  const running = fetch(origin).then((response) => response.text());
  running.catch(() => undefined);
  await reached;
  await drain(server, 50);
  await expect(running).rejects.toThrow();
});

test('what was sent ahead on a connection that was cut is not worked at', async () => {
  const app = express();
  let asked = 0;
  app.get('/', (request, response) => {
    asked += 1;
    if (asked === 3) request.socket.destroy();
    else response.json({});
  });
  const { port } = await listen(app);
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.resume().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
  await once(socket, 'close');
  expect(asked).toBe(3);
});
