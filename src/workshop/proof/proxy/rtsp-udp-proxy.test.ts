import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../until.ts';
import { RawClient } from '../../../simulator/camera/testing/raw-client.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { openRtspUdpProxy, type RtspUdpProxy } from './rtsp-udp-proxy.ts';

const clip = clipOf(loadClips(), 'birch/front-door');

let camera: SimulatedCamera;
let proxy: RtspUdpProxy;
let viewer: RawClient;
let pair: readonly Socket[];
/** Sequence numbers of RTP packets, and the ports they came from. */
let got: { sequence: number; port: number }[];
/** The first RTCP packet. */
let report: Promise<Buffer[]>;

beforeEach(async () => {
  camera = await startCamera({ clip });
  proxy = await openRtspUdpProxy(Number(new URL(camera.url).port));
  const address = new URL(camera.url);
  address.port = String(proxy.port);
  viewer = await RawClient.connect(address.href);
  pair = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of pair) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  report = once(pair[1] as Socket, 'message') as Promise<Buffer[]>;
  got = [];
  pair[0]?.on('message', (bytes, from) => {
    got.push({ sequence: bytes.readUInt16BE(2), port: from.port });
  });
});

afterEach(async () => {
  await viewer.close();
  for (const socket of pair) socket.close();
  await proxy.close();
  await camera.close();
});

/** Sets up and plays; returns the ports that the camera seems to send from. */
async function play(): Promise<readonly number[]> {
  const ports = pair.map((socket) => socket.address().port).join('-');
  const Transport = `RTP/AVP;unicast;client_port=${ports}`;
  const { headers } = await viewer.request('SETUP', '/trackID=0', { Transport });
  const [, ...server] = /server_port=(\d+)-(\d+)/.exec(headers.get('transport') ?? '') ?? [];
  const Session = headers.get('session')?.split(';')[0] ?? '';
  await viewer.request('PLAY', '', { Session });
  return server.map(Number);
}

async function untilCame(packets: number): Promise<number[]> {
  while (got.length < packets) await once(pair[0] as Socket, 'message');
  return got.map(({ sequence }) => sequence);
}

const steps = (sequences: readonly number[]): number[] =>
  sequences.slice(1).map((sequence, at) => (sequence - (sequences[at] ?? 0)) & 0xffff);

test('media comes whole, from the ports that the answer names', async () => {
  const [rtp, rtcp] = await play();
  expect((await report)[0]?.[1]).toBe(200);
  expect(steps(await untilCame(30)).every((step) => step === 1)).toBe(true);
  expect(new Set(got.map(({ port }) => port))).toEqual(new Set([rtp]));
  expect(rtcp).not.toBe(rtp);
});

test.each([
  [{ loseEvery: 5 }, 2],
  [{ repeatEvery: 5 }, 0],
  [{ swapEvery: 5 }, 0xffff],
])('%j befalls what comes', async (weather, sign) => {
  proxy.weather(weather);
  await play();
  expect(steps(await untilCame(30))).toContain(sign);
});

test('a stream that is over leaves nothing behind', async () => {
  await play();
  await untilCame(1);
  await viewer.close();
  await until(() => camera.viewers === 0);
  expect(camera.viewers).toBe(0);
});
