import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express, { type Express, type Request, type Response } from 'express';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import { createListener } from './listener.ts';
import { goStraight } from './straight.ts';

let server: Server;
let app: Express;
let origin: string;
beforeEach(async () => {
  app = express();
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('trust proxy', 1);
  app.post('/asked', (_request, response) => void response.send('express'));
  app.use((_request, response) => void response.status(404).send('nothing'));
  goStraight(app, {
    method: 'POST',
    path: '/asked',
    async answer(request: Request, response: Response) {
      if (request.headers['x-fails'] !== undefined) throw new Error('it failed');
      response.locals['of'] = request.ip;
      response.end(`straight ${String(request.res?.locals['of'])}`);
    },
    fail: (_error, _request, response) => void response.status(500).end('failed'),
  });
  server = createListener(app);
  origin = `http://127.0.0.1:${(await listening(server)).port}`;
});
afterEach(() => closeServer(server));

async function ask(path: string, init: RequestInit = {}): Promise<string> {
  return (await fetch(`${origin}${path}`, { method: 'POST', ...init })).text();
}

test('what is asked most goes straight to its answer, and is Express’s own request all the same', async () => {
  expect(await ask('/asked')).toBe('straight 127.0.0.1');
  expect(await ask('/asked', { headers: { 'x-forwarded-for': '192.0.2.7' } })).toBe(
    'straight 192.0.2.7',
  );
});

test.each(['/asked?x', '/asked#x'])('%s is found by Express, or straight', async (path) => {
  const text = await ask(path);
  expect(text).toBe(path === '/asked#x' ? 'straight 127.0.0.1' : 'express');
});

test.each(['/Asked', '/asked/', '/%61sked', '//asked', '/'])('%s is another path', async (path) => {
  expect(await ask(path)).not.toContain('straight');
});

test('another method is another request', async () => {
  expect(await ask('/asked', { method: 'GET' })).toBe('nothing');
});

test('what an answer rejects with is answered as a failure', async () => {
  expect(await ask('/asked', { headers: { 'x-fails': 'yes' } })).toBe('failed');
});

test('a request that is not made by the listener is made Express’s own first', async () => {
  const other = (await import('node:http')).createServer(app);
  const { port } = await listening(other);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/asked`, { method: 'POST' });
    expect(await response.text()).toBe('express');
  } finally {
    await closeServer(other);
  }
});
