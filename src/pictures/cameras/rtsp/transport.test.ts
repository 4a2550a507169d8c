import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { transportOrder } from './setup.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { type Script, scriptedCamera } from './testing/scripted-camera.ts';
import { selfSigned } from '../../../workshop/testing/self-signed.ts';
import { describeWith } from './testing/tools.ts';
import { watching } from './testing/watching.ts';
import { until } from '../../../workshop/until.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function udp(address = '127.0.0.1', port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  open.push(socket);
  return socket;
}

/** The clip's packets. */
function packets(ssrc = 1): Buffer[] {
  let sequence = 0;
  return pictures(shippedClip()).flatMap((nals, index) =>
    pack(nals).map(({ marker, payload }) =>
      rtpBytes({ sequence: sequence++, timestamp: index * 6_000, marker, ssrc, payload }),
    ),
  );
}

/** A camera that speaks UDP only, or TCP only. */
function only(kind: 'tcp' | 'udp', port = 9): Script {
  return {
    reply: ({ method, headers }, usual) => {
      if (method !== 'SETUP') return usual;
      const asked = headers.get('transport') ?? '';
      if (asked.includes('TCP') !== (kind === 'tcp')) return { status: 461 };
      const transport = kind === 'tcp' ? asked : `${asked};server_port=${port}-${port + 1}`;
      return { status: 200, headers: { Session: 'a', Transport: transport } };
    },
    ...(kind === 'udp' && { play: () => undefined }),
  };
}

async function started(script: Script, transport: CameraAddress['transport']) {
  const camera = await scriptedCamera(script);
  const watch = watching(camera.url, {}, { transport });
  open.push(camera, watch.source);
  return { camera, ...watch };
}

describe('which transport', () => {
  test('in which order', () => {
    expect(transportOrder('auto', false, undefined)).toEqual(['tcp', 'udp']);
    expect(transportOrder('udp', false, undefined)).toEqual(['udp', 'tcp']);
    expect(transportOrder('tcp', false, undefined)).toEqual(['tcp']);
    expect(transportOrder('udp', true, undefined)).toEqual(['tcp']);
  });

  test('what was bound, and no other; TLS and what the operator said stand above it', () => {
    expect(transportOrder('auto', false, 'tcp')).toEqual(['tcp']);
    expect(transportOrder('auto', false, 'udp')).toEqual(['udp']);
    expect(transportOrder('udp', false, 'tcp')).toEqual(['udp', 'tcp']);
    expect(transportOrder('tcp', false, 'udp')).toEqual(['tcp']);
    expect(transportOrder('auto', true, 'udp')).toEqual(['tcp']);
  });

  test.each<[CameraAddress['transport'], 'tcp' | 'udp']>([
    ['auto', 'tcp'],
    ['auto', 'udp'],
    ['udp', 'tcp'],
    ['udp', 'udp'],
  ])('%s, with a camera that speaks %s', async (setting, kind) => {
    const { log, source } = await started(only(kind), setting);
    await source.ready(Infinity);
    expect(log[0]).toMatchObject({ event: 'rtsp-playing', fields: { transport: kind } });
  });

  test('tcp, with a camera that speaks udp: offline', async () => {
    const { log, source } = await started(only('udp'), 'tcp');
    await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'no-transport' } });
    expect(log[0]?.fields.reason).toBe('no-transport');
  });
});

test.each(['tcp', 'udp'] as const)('%s, and the camera says it took the other', async (asked) => {
  const other =
    asked === 'tcp' ? 'RTP/AVP;unicast;server_port=9-10' : 'RTP/AVP/TCP;interleaved=0-1';
  const { log, source } = await started(
    {
      reply: ({ method }, usual) =>
        method === 'SETUP' ? { status: 200, headers: { Session: 'a', Transport: other } } : usual,
    },
    asked,
  );
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'no-transport' } });
  expect(log[0]?.fields.reason).toBe('no-transport');
});

describe('UDP', () => {
  test('takes packets in any order, from the camera and its port alone', async () => {
    const sender = await udp();
    const stranger = await udp();
    // Another machine, by chance on the same port.
    const neighbour = await udp('127.0.0.2', sender.address().port);
    const { camera, video } = await started(only('udp', sender.address().port), 'udp');
    const openers: number[] = [];
    sender.once('message', (_, from) => openers.push(from.port));
    await until(() => camera.requests.some(({ method }) => method === 'PLAY'));
    const setup = camera.requests.find(({ method }) => method === 'SETUP');
    const port = Number(/client_port=(\d+)-/.exec(setup?.headers.get('transport') ?? '')?.[1]);
    expect(port % 2).toBe(0);
    // Our first packet, which opens the way.
    await until(() => openers.length > 0);
    expect(openers).toEqual([port]);

    for (const other of [stranger, neighbour]) {
      for (const bytes of packets(66).slice(0, 60)) other.send(bytes, port, '127.0.0.1');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(video).toHaveLength(0);
    }
    const own = packets();
    for (let at = 0; at + 2 < own.length; at += 3) {
      const group = [own[at + 2], own[at], own[at + 1], own[at]];
      // The first packet tells where the stream begins.
      if (at === 0) group.unshift(own[0]);
      for (const bytes of group) if (bytes !== undefined) sender.send(bytes, port, '127.0.0.1');
      if (at % 30 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(() => video.length >= 100);
    const count = pictures(shippedClip()).length;
    expect(video.length).toBeLessThanOrEqual(count);
    expect(video.filter(({ key }) => key).length).toBeGreaterThan(1);
    const steps = video
      .slice(1)
      .map(({ timestampUs }, i) => timestampUs - (video[i]?.timestampUs ?? 0));
    expect(Math.max(...steps)).toBeLessThan(100_000);
  });

  test('leaves no port open', async () => {
    const { source, camera } = await started(only('udp'), 'udp');
    await source.ready(Infinity);
    const setup = camera.requests.find(({ method }) => method === 'SETUP');
    const [, rtp, rtcp] =
      /client_port=(\d+)-(\d+)/.exec(setup?.headers.get('transport') ?? '') ?? [];
    await source.close();
    for (const port of [rtp, rtcp]) {
      const socket = createSocket('udp4');
      socket.bind(Number(port));
      await once(socket, 'listening');
      socket.close();
    }
  });
});

describeWith('openssl', 'rtsps', () => {
  test('plays from a camera whose certificate its authority vouches for, and from no other', async () => {
    const { key, cert } = selfSigned();
    const camera = await scriptedCamera({ tls: { key, cert } });
    const trusting = watching(camera.url, {}, { ca: cert });
    const wary = watching(camera.url);
    const elsewhere = watching(camera.url.replace('127.0.0.1', 'localhost'), {}, { ca: cert });
    open.push(camera, trusting.source, wary.source, elsewhere.source);
    await until(() => trusting.video.length > 0);
    for (const { source, log } of [wary, elsewhere]) {
      await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'certificate' } });
      expect(log[0]?.fields.reason).toBe('certificate');
    }
  });
});
