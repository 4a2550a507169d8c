import { afterEach, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import express from 'express';
import { listening } from '../../common/listening.ts';
import { drain } from './drain.ts';
import { type HealthParts, healthRoutes } from './health.ts';
import { createListener } from './listener.ts';

let server: Server;
afterEach(() => drain(server, 100));

async function ask(path: string, parts: HealthParts) {
  const app = express();
  app.use(healthRoutes(parts));
  server = createListener(app);
  const { port } = await listening(server);
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
  return [response.status, await response.json()];
}

const well = async () => undefined;
const ill = async () => {
  throw new Error('hunter2');
};

test('ready when every check passes', async () => {
  const answer = { status: 'ready', checks: { storage: true, keys: true }, draining: false };
  const parts = { checks: { storage: well, keys: well }, draining: () => false };
  expect(await ask('/readyz', parts)).toEqual([200, answer]);
});

test('not ready when one fails, without saying why', async () => {
  const answer = { status: 'not ready', checks: { storage: false, keys: true }, draining: false };
  const parts = { checks: { storage: ill, keys: well }, draining: () => false };
  expect(await ask('/readyz', parts)).toEqual([503, answer]);
});

test('not ready when one does not answer', async () => {
  const parts = { checks: { storage: () => new Promise(() => {}) }, draining: () => false };
  expect(await ask('/readyz', parts)).toMatchObject([503, { checks: { storage: false } }]);
});

test('not ready while draining', async () => {
  const parts = { checks: { storage: well }, draining: () => true };
  expect(await ask('/readyz', parts)).toMatchObject([503, { draining: true }]);
});

test('alive even when nothing else is well', async () => {
  const parts = { checks: { storage: ill }, draining: () => true };
  expect(await ask('/healthz', parts)).toEqual([200, { status: 'alive' }]);
});
