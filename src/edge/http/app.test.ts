import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Router } from 'express';
import { Failure, type FailureCode } from '../../common/failures.ts';
import { type EdgeHouse, openEdgeHouse } from '../../workshop/testing/edge-house.ts';
import { keepPublic } from './private-answer.ts';

let edge: EdgeHouse;
const odd = new TypeError('rtsp://viewer:hunter2@10.0.0.9/');

beforeAll(async () => {
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/odd', () => {
    throw odd;
  });
  router.get('/half', (_request, response, next) => {
    response.write('half', () => setTimeout(next, 50, odd));
  });
  router.get('/asset.js', (_request, response) => {
    keepPublic(response, 60);
    response.type('js').send('1');
  });
  router.get('/query', (request, response) => void response.json(request.query));
  router.get('/ip', (request, response) => void response.json(request.ip));
  router.get('/named/:name', (request, response) => void response.json(request.params.name));
  router.get('/unreadable', () => {
    throw Object.assign(new Error('hunter2'), { status: 415 });
  });
  router.get('/fail/:code', (request) => {
    const code = request.params.code as FailureCode;
    throw new Failure(code, 'as said', { cause: odd });
  });
  edge = await openEdgeHouse({ others: [router] });
});
afterAll(() => edge.close());

const get = (path: string, headers = {}) => fetch(edge.origin + path, { headers });

test('every answer is for its receiver alone', async () => {
  for (const path of ['/', '/healthz', '/fulfillment', '/odd', '/live/x', '/query?a=b']) {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'private, no-store',
      vary: expect.stringContaining('Authorization'),
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
  }
});

test('a proxy that the bridge was not told of is warned of', async () => {
  const before = edge.logged.length;
  await get('/healthz', { 'x-forwarded-for': '203.0.113.7' });
  await get('/healthz', { 'x-forwarded-for': '203.0.113.8' });
  const lines = edge.logged.slice(before).filter((line) => line.includes('TRUSTED_PROXIES'));
  expect(lines).toHaveLength(1);
});

test('every answer a browser could get is data and nothing else', async () => {
  for (const path of ['/', '/healthz', '/odd', '/live/x', '/query?a=b']) {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age'),
    });
  }
});

test('what is the same for everybody may say so', async () => {
  const { headers } = await get('/asset.js');
  expect(headers.get('cache-control')).toBe('public, max-age=60');
  expect(headers.get('vary')).toBeNull();
});

test.each([
  '/nothing',
  '/LIVE/x',
  '/Query',
  '/query/',
  '//query',
  '/query;x.css',
  '/query%2f',
  '/x/../query',
])('%s is 404 in JSON', async (path) => {
  // A raw socket: fetch would tidy the path up.
  const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1.1 404 /);
  expect(answer).toMatch(/\{"error":"not-found","message":"there is nothing here"\}$/);
});

const navigation = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

test.each(['/nothing', '/live/x/index.m3u8', '/fail/not-found', '/display/nothing'])(
  '%s is a page for whoever goes there with a browser',
  async (path) => {
    const response = await get(path, { accept: navigation });
    expect(response.status).toBe(404);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none';style-src 'self'/),
      'x-frame-options': 'DENY',
    });
    const page = await response.text();
    expect(page).toContain('<h1>Nothing here</h1>');
    expect(page).toContain('href="/"');
  },
);

test('a dead link is JSON for whatever does not ask for a page', async () => {
  for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.9']) {
    const response = await get('/nothing', { accept });
    expect(await response.json()).toEqual({ error: 'not-found', message: 'there is nothing here' });
  }
  const posted = await fetch(new URL('/nothing', edge.origin), {
    method: 'POST',
    headers: { accept: navigation },
  });
  expect(await posted.json()).toMatchObject({ error: 'not-found' });
  // Other refusals stay as they are.
  const down = await get('/fail/storage-down', { accept: navigation });
  expect(await down.json()).toMatchObject({ error: 'storage-down' });
});

test.each(['/%', '/named/%zz', '/named/%ff', '/query%'])('%s is 400', async (path) => {
  const response = await get(path);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'bad-request' });
});

test('query texts stay texts', async () => {
  expect(await (await get('/query?a[b]=c')).json()).toEqual({ 'a[b]': 'c' });
});

test("no proxy's word on the address is believed unless it is trusted", async () => {
  expect(await (await get('/ip', { 'x-forwarded-for': '192.0.2.7' })).json()).toBe('127.0.0.1');
});

test('what nobody expected is 500, tells nothing, and is logged without its message', async () => {
  const response = await get('/odd');
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ error: 'internal', message: 'something went wrong' });
  const line = edge.logged.at(-1);
  expect(line).toMatch(/^internal error .*TypeError.*app\.test\.ts/);
  expect(edge.logged.join()).not.toContain('hunter2');
});

test('what a parser of Express cannot read is 400, in our words', async () => {
  const response = await get('/unreadable');
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('hunter2');
});

test('half an answer is broken off', async () => {
  const response = await get('/half');
  await expect(response.text()).rejects.toThrow();
});

test.each([
  ['unauthenticated', 401, 'www-authenticate', /^Bearer realm="casement"/],
  ['storage-down', 503, 'retry-after', /^\d+$/],
  ['overloaded', 503, 'retry-after', /^\d+$/],
  ['conflict', 409, 'retry-after', undefined],
  ['not-found', 404, 'www-authenticate', undefined],
] as const)('%s is %i', async (code, status, header, value) => {
  const response = await get(`/fail/${code}`);
  expect(response.status).toBe(status);
  if (value === undefined) expect(response.headers.get(header)).toBeNull();
  else expect(response.headers.get(header)).toMatch(value);
  expect(await response.json()).toEqual({ error: code, message: 'as said' });
});

test('only faults of the bridge are logged', async () => {
  const before = edge.logged.length;
  await get('/fail/not-found');
  expect(edge.logged).toHaveLength(before);
  await get('/fail/storage-down');
  expect(edge.logged.slice(before)).toEqual([expect.stringMatching(/^cannot answer .*as said/)]);
});
