import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Behaviour } from './behaviour.ts';
import { RawClient } from './testing/raw-client.ts';
import { until } from '../../workshop/until.ts';
import { simulateCameras, startCamera } from './simulate.ts';
import type { SiteOptions } from './simulate.ts';
import type { SimulatedCamera } from './simulated-camera.ts';
import { clipOf, loadClips } from '../clips/clip.ts';

const clips = loadClips();
const birch = clipOf(clips, 'birch/front-door');
const harbour = clipOf(clips, 'harbour/front-door');
const auth = { scheme: 'basic', user: 'viewer', password: 'secret' } as const;
const authorization = { Authorization: `Basic ${Buffer.from('viewer:secret').toString('base64')}` };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function camera(
  behaviour: Partial<Behaviour> = {},
  options: SiteOptions = {},
): Promise<SimulatedCamera> {
  const started = await startCamera({ clip: birch, behaviour, ...options });
  closers.push(() => started.close());
  return started;
}

async function client(of: { url: string }): Promise<RawClient> {
  const connected = await RawClient.connect(of.url);
  closers.push(() => connected.close());
  return connected;
}

const overTcp = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };

describe('the protocol', () => {
  test('from OPTIONS to TEARDOWN', async () => {
    const one = await camera();
    const viewer = await client(one);
    expect((await viewer.request('OPTIONS')).headers.get('public')).toContain('GET_PARAMETER');
    const described = await viewer.request('DESCRIBE');
    expect(described.headers.get('content-base')).toBe(`${viewer.url}/`);
    expect(described.body).toContain('a=rtpmap:97 mpeg4-generic/16000/1');
    const session = await viewer.play(['video', 'audio']);
    const info = viewer.answers.at(-1)?.headers.get('rtp-info') ?? '';
    await until(() => new Set(viewer.received.map((r) => r.channel)).size === 4);
    expect(one.viewers).toBe(1);
    const first = viewer.received.find(({ channel }) => channel === 0)?.packet;
    expect(info).toContain(
      `url=${viewer.url}/trackID=0;seq=${first?.readUInt16BE(2)};rtptime=${first?.readUInt32BE(4)}`,
    );
    expect((await viewer.request('GET_PARAMETER', '', { Session: session })).status).toBe(200);
    expect((await viewer.request('PAUSE', '', { Session: session })).status).toBe(200);
    expect(one.viewers).toBe(0);
    expect((await viewer.request('PLAY', '', { Session: session })).status).toBe(200);
    expect(one.viewers).toBe(1);
    expect((await viewer.request('TEARDOWN', '', { Session: session })).status).toBe(200);
    expect(one.viewers).toBe(0);
    expect((await viewer.request('PLAY', '', { Session: session })).status).toBe(454);
  });

  test('a viewer that hangs up is forgotten', async () => {
    const one = await camera();
    const viewer = await client(one);
    await viewer.play();
    expect(one.viewers).toBe(1);
    await viewer.close();
    await until(() => one.viewers === 0);
    const rude = await client(one);
    await rude.play();
    await rude.reset();
    await until(() => one.viewers === 0);
  });

  test('PLAY twice is one viewer, and nothing comes after TEARDOWN', async () => {
    const one = await camera();
    const viewer = await client(one);
    const Session = await viewer.play();
    expect((await viewer.request('PLAY', '', { Session })).status).toBe(200);
    const more = { ...overTcp, Session };
    expect((await viewer.request('SETUP', '/trackID=1', more)).status).toBe(455);
    await viewer.request('TEARDOWN', '', { Session });
    const before = viewer.received.length;
    await sleep(300);
    expect(viewer.received.length).toBe(before);
  });

  test('once closed it stays closed', async () => {
    const one = await camera();
    await one.close();
    await one.close();
    await one.behave();
    await expect(client(one)).rejects.toThrow('ECONNREFUSED');
  });

  test('what is wrong is answered, and the camera lives on', async () => {
    const one = await camera();
    const viewer = await client(one);
    expect((await viewer.request('SETUP', '/trackID=0', overTcp)).status).toBe(200);
    const wrong = { ...overTcp, Session: 'other' };
    expect((await viewer.request('SETUP', '/trackID=1', wrong)).status).toBe(454);
    expect((await viewer.request('SETUP', '/trackID=1', overTcp)).status).toBe(455);
    expect((await viewer.request('SETUP', '', overTcp)).status).toBe(459);
    expect((await viewer.request('PLAY', '', { Session: 'other' })).status).toBe(454);
    expect((await viewer.request('GET_PARAMETER', '', { Session: 'other' })).status).toBe(454);
    expect((await viewer.request('RECORD')).status).toBe(501);
    expect((await viewer.request('DESCRIBE', '/other')).status).toBe(404);
    const silentGarden = await startCamera({ clip: clipOf(clips, 'harbour/garden') });
    closers.push(() => silentGarden.close());
    const other = await client(silentGarden);
    expect((await other.request('SETUP', '/trackID=1', overTcp)).status).toBe(404);
  });

  test.each([
    'GET / HTTP/1.1\r\n\r\n',
    'OPTIONS * RTSP/1.0\r\n\r\n',
    'OPTIONS * RTSP/1.0\r\nCSeq: x\r\n\r\n',
    'DESCRIBE http://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n',
    'DESCRIBE rtsp://[ RTSP/1.0\r\nCSeq: 1\r\n\r\n',
    `OPTIONS * RTSP/1.0\r\nX: ${'x'.repeat(9000)}\r\n\r\n`,
  ])('%j gets 400 and is closed', async (bytes) => {
    const one = await camera();
    const viewer = await client(one);
    viewer.write(bytes);
    await until(() => viewer.closed);
    expect(viewer.answers.map(({ status }) => status)).toEqual([400]);
    expect((await (await client(one)).request('DESCRIBE')).status).toBe(200);
  });

  test('asks for its login on everything but OPTIONS', async () => {
    const one = await startCamera({ clip: birch, auth });
    closers.push(() => one.close());
    expect(one.url).toMatch(/^rtsp:\/\/viewer:secret@127\.0\.0\.1:\d+\/front-door$/);
    const viewer = await client(one);
    expect((await viewer.request('OPTIONS')).status).toBe(200);
    expect((await viewer.request('DESCRIBE')).status).toBe(401);
    expect((await viewer.request('SETUP', '/trackID=0', overTcp)).status).toBe(401);
    expect((await viewer.request('DESCRIBE', '', authorization)).status).toBe(200);
  });

  test('several cameras share a port and are told apart by their paths', async () => {
    const site = await simulateCameras([
      { clip: birch, path: '/birch' },
      { clip: harbour, path: '/harbour' },
    ]);
    closers.push(() => site.close());
    const [one, two] = site.cameras;
    if (!one || !two) throw new Error('two cameras');
    const left = await client(one);
    const right = await client(two);
    const leftSession = await left.play();
    await right.play();
    await until(() => left.received.length > 0 && right.received.length > 0);
    const first = (viewer: RawClient) =>
      viewer.received.find(({ channel }) => channel === 0)?.packet.subarray(12);
    const key = (of: typeof birch) => of.packets.parameterSets[0];
    expect(first(left)).toEqual(key(birch));
    expect(first(right)).toEqual(key(harbour));
    // A session of one camera or connection is none of another's.
    const session = await (await client(one)).play();
    expect((await left.request('TEARDOWN', '', { Session: session })).status).toBe(454);
    const elsewhere = await left.request('TEARDOWN', '/../harbour', { Session: leftSession });
    expect(elsewhere.status).toBe(454);
    await two.misbehave({ refuse: true });
    await expect((await client(two)).request('OPTIONS')).rejects.toThrow('closed');
    expect((await (await client(one)).request('OPTIONS')).status).toBe(200);
    await one.close();
    await until(() => left.closed);
    expect((await left.request('OPTIONS').catch(() => undefined))?.status).toBe(undefined);
    expect(right.closed).toBe(false);
  });

  test('refuses paths that are malformed or used twice', async () => {
    await expect(startCamera({ clip: birch, path: 'x y' })).rejects.toThrow('not a camera path');
    const bare = startCamera({ clip: birch, path: 'mine' });
    await expect(bare).rejects.toThrow('not a camera path: mine (such as /front-door)');
    const twice = [{ clip: birch }, { clip: harbour }];
    await expect(simulateCameras(twice)).rejects.toThrow('two cameras on one path');
  });

  test('an idle connection is closed, a watching one is not', async () => {
    const one = await camera({}, { idleTimeoutMs: 80 });
    const idle = await client(one);
    const watching = await client(one);
    // By UDP, so that nothing at all happens on the connection while it watches.
    const Transport = 'RTP/AVP;unicast;client_port=9000-9001';
    const answer = await watching.request('SETUP', '/trackID=0', { Transport });
    const Session = answer.headers.get('session')?.split(';')[0] ?? '';
    await watching.request('PLAY', '', { Session });
    await until(() => idle.closed);
    await sleep(200);
    expect(watching.closed).toBe(false);
  });

  test('UDP: from an even port, media and reports to the pair that was named', async () => {
    const one = await camera();
    const viewer = await client(one);
    const rtp = createSocket('udp4');
    const rtcp = createSocket('udp4');
    for (const socket of [rtp, rtcp]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    closers.push(async () => {
      rtp.close();
      rtcp.close();
    });
    const media = once(rtp, 'message');
    const report = once(rtcp, 'message');
    const ports = `${rtp.address().port}-${rtcp.address().port}`;
    const Transport = `RTP/AVP;unicast;destination=192.0.2.1;client_port=${ports}`;
    const answer = await viewer.request('SETUP', '/trackID=0', { Transport });
    const server = /server_port=(\d+)-(\d+)/.exec(answer.headers.get('transport') ?? '');
    expect(Number(server?.[1]) % 2).toBe(0);
    const Session = answer.headers.get('session')?.split(';')[0] ?? '';
    await viewer.request('PLAY', '', { Session });
    const [packet, from] = await media;
    expect(packet.subarray(12)).toEqual(birch.video.sps);
    expect(from.port).toBe(Number(server?.[1]));
    const [sr, reporter] = await report;
    expect(sr[1]).toBe(200);
    expect(reporter.port).toBe(Number(server?.[2]));
  });
});
