/**
 * What a whole bridge is wired to: connections, warnings, metrics and times that no room can show alone.
 *
 * @takes 16 s
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '../until.ts';
import { freePort } from '../../common/free-port.ts';
import { connectionLimits, descriptorLimit } from '../../edge/http/connections.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { type DemoBridge, startDemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { hlsFiles, nobodysDevice, openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
let camera: SimulatedCamera;
let plays: NewAccount;
let refuses: NewAccount;
let metricsPort: number;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  metricsPort = await freePort();
  const tripwire = { on: true, intervalMs: 60_000, webhook: undefined };
  bridge = await startDemoBridge({ metricsPort, cameraLingerMs: 0, tripwire });
  operator = openOperator(bridge.dataDir);
  const clip = clipOf(loadClips(), 'birch/front-door');
  camera = await startCamera({ clip, behaviour: { startAt: 'middle' } });
  plays = await operator.settle('plays', camera.url);
  refuses = await operator.settle('refuses', `rtsp://127.0.0.1:${await freePort()}/cam`);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await camera.close();
});

async function linked({ email, password }: NewAccount): Promise<string> {
  const { oauth } = bridge.demo;
  return (await link({ origin: bridge.origin, ...oauth, email, password })).accessToken;
}

/** The value of one line of the metrics. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length));
}

/** How much a line grows by what is done. */
async function grown(names: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const all = () => Promise.all(names.map(metric));
  const before = await all();
  await work();
  return (await all()).map((value, at) => value - (before[at] ?? 0));
}

const refusal = (at: string, code: string): string =>
  `casement_refusals_total{at="${at}",code="${code}"}`;
const stage = (name: string): string => `casement_streams_total{stage="${name}"}`;

test('what the tripwire’s canaries are refused, round after round, leaves no line', async () => {
  await until(async () => (await metric('casement_tripwire_rounds_total')) >= 1, 60_000);
  expect(bridge.logged()).toContain('"intent":"action.devices.EXECUTE"');
  expect(bridge.logged()).not.toContain('a device was refused');
});

test('each refusal is counted where it happened', async () => {
  const token = await linked(plays);
  const names = [
    refusal('webhook', 'unauthenticated'),
    refusal('webhook', 'device-not-found'),
    refusal('media', 'not-found'),
    refusal('linking', 'invalid_client'),
  ];
  const more = await grown(names, async () => {
    await bridge.intend('garbage', 'SYNC');
    await bridge.intend(token, 'QUERY', { devices: [{ id: nobodysDevice() }] });
    await fetch(`${bridge.origin}/live/a.b.c/live.m3u8`);
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' });
    await fetch(`${bridge.origin}/oauth/token`, { method: 'POST', body });
  });
  for (const count of more) expect(count).toBeGreaterThanOrEqual(1);
});

test('intents are counted, and how far streams got', async () => {
  const names = [
    'casement_intents_total{intent="EXECUTE"}',
    ...['asked', 'opened', 'fetched', 'never-fetched'].map(stage),
  ];
  const more = await grown(names, async () => {
    const token = await linked(plays);
    const { url } = await openStream(bridge, token, plays.device, 'hls');
    await hlsFiles(url);
    await openStream(bridge, token, plays.device, 'hls');
    await bridge.intend(token, 'DISCONNECT');
    await until(() => bridge.logged().includes('a stream was never fetched'));
  });
  for (const count of more) expect(count).toBeGreaterThanOrEqual(1);
});

test('the metrics tell why cameras show nothing, as long as there are such cameras', async () => {
  const refused = () => metric('casement_camera_conditions{reason="refused"}');
  const before = await refused();
  const token = await linked(refuses);
  await bridge.intend(token, 'QUERY', { devices: [{ id: refuses.device }] });
  await until(async () => (await refused()) === before + 1);
  await operator.register.remove(refuses.device);
  await until(async () => (await refused()) === before);
});

test('a playlist that is asked for before the first key picture is held until it is there', async () => {
  // From the first time it is known how often it sends one.
  for (const _ of [1, 2]) {
    const token = await linked(plays);
    const { url } = await openStream(bridge, token, plays.device, 'hls');
    const [, media = ''] = (await (await fetch(url)).text()).match(/^([^#\s].*)$/m) ?? [];
    expect((await fetch(new URL(media, url))).status).toBe(200);
    await bridge.intend(token, 'DISCONNECT');
    await until(() => camera.viewers === 0, 30_000);
  }
});

test('a proxy that was not declared is warned of', async () => {
  await fetch(`${bridge.origin}/healthz`, { headers: { 'x-forwarded-for': '192.0.2.7' } });
  await until(() => bridge.logged().includes('"header":"x-forwarded-for"'));
});

test('of one address’s idle connections the oldest gives way', async () => {
  const { perAddress = 0 } = connectionLimits(descriptorLimit());
  const { hostname, port } = new URL(bridge.origin);
  const sockets: Socket[] = [];
  closing.push(async () => void sockets.map((socket) => socket.destroy()));
  let ended = 0;
  while (sockets.length <= perAddress) {
    const more = Array.from({ length: Math.min(100, perAddress + 1 - sockets.length) }, () =>
      connect({ host: hostname, port: Number(port) }).on('error', () => undefined),
    );
    for (const socket of more) socket.once('close', () => (ended += 1));
    sockets.push(...more);
    await Promise.all(more.map((socket) => once(socket, 'connect')));
  }
  await until(() => ended > 0);
});

test('a PUBLIC_URL that leads to a private address is warned of', async () => {
  const elsewhere = await startDemoBridge({ publicUrl: 'https://192.168.7.7' });
  closing.push(() => elsewhere.close());
  await until(() => elsewhere.logged().includes('PUBLIC_URL leads to a private address'));
});
