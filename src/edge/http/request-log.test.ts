import { afterEach, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import { Failure } from '../../common/failures.ts';
import { askSync } from '../../workshop/testing/asks.ts';
import { openEdgeHouse } from '../../workshop/testing/edge-house.ts';
import { createApp } from './app.ts';
import { createListener } from './listener.ts';
import type { EdgeLog } from './log.ts';
import { googleRequest } from '../assistants/google/google-request.ts';
import { logFor } from './request-log.ts';
import express from 'express';
import { listening } from '../../common/listening.ts';
import { noWebhook } from '../../workshop/testing/no-webhook.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

type Line = { readonly request: string; readonly message: string };

/** An app whose requests write two lines each, behind so many proxies. */
async function serve(trustedProxies: number) {
  const lines: Line[] = [];
  const note = (fields: object, message: string) => void lines.push({ ...fields, message } as Line);
  const log: EdgeLog = { debug: note, info: note, warn: note, error: note };
  const routes = express.Router();
  routes.get('/broken', (request) => {
    logFor(log, request).info({}, 'first');
    throw new Error('broken');
  });
  const empty = express.Router();
  const parts = { media: empty, webhook: noWebhook, health: empty, others: [routes] };
  server = createListener(createApp({ ...parts, log, trustedProxies }));
  const { port } = await listening(server);
  return async (headers: Record<string, string> = {}) => {
    await fetch(`http://127.0.0.1:${port}/broken`, { headers });
    return lines.splice(0);
  };
}

test('the lines of one request carry one id, those of another a different one', async () => {
  const ask = await serve(0);
  const [one, other] = [await ask(), await ask()];
  expect(one).toMatchObject([{ message: 'first' }, { message: 'internal error' }]);
  const ids = [...one, ...other].map(({ request }) => request);
  expect(ids).toEqual([ids[0], ids[0], ids[2], ids[2]]);
  expect(ids[0]).toMatch(/^[\w-]{12}$/);
  expect(ids[2]).not.toBe(ids[0]);
});

test('an id is taken from a trusted proxy alone, and only where it is well-formed', async () => {
  const given = '0f3c2b1a-77aa-4b1e-9d2c-1c2d3e4f5a6b';
  const stranger = await serve(0);
  expect((await stranger({ 'x-request-id': given }))[0]?.request).not.toBe(given);
  server?.close();
  const behindProxy = await serve(1);
  expect((await behindProxy({ 'x-request-id': given })).map(({ request }) => request)).toEqual([
    given,
    given,
  ]);
  for (const odd of ['short', 'a b c d e f', 'x'.repeat(65), 'a.b.c.d.e.f', '{"a":"bcdefgh"}']) {
    const [line] = await behindProxy({ 'x-request-id': odd });
    expect(line?.request).toMatch(/^[\w-]{12}$/);
  }
});

test('Google’s own name of a request stands beside it, unless it is something else', async () => {
  expect(googleRequest('6894439706274654512')).toEqual({ googleRequest: '6894439706274654512' });
  expect(googleRequest('a.b.c')).toEqual({});
  expect(googleRequest('x'.repeat(65))).toEqual({});
  expect(googleRequest(undefined)).toEqual({});
  const edge = await openEdgeHouse({
    store: (real) =>
      overTenant(real, () => ({ look: () => Promise.reject(new Failure('storage-down', 'down')) })),
  });
  await edge.post(edge.birch.token, askSync());
  await edge.close();
  const [line = ''] = edge.logged.filter((text) => text.startsWith('cannot answer'));
  expect(JSON.parse(line.slice('cannot answer'.length))).toMatchObject({
    request: expect.stringMatching(/^[\w-]{12}$/),
    googleRequest: askSync().requestId,
    intent: 'action.devices.SYNC',
  });
});
