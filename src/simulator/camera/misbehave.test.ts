import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Behaviour } from './behaviour.ts';
import { RawClient } from './testing/raw-client.ts';
import { until } from '../../workshop/until.ts';
import { startCamera } from './simulate.ts';
import { clipOf, loadClips } from '../clips/clip.ts';

const clips = loadClips();
const birch = clipOf(clips, 'birch/front-door');
const harbour = clipOf(clips, 'harbour/front-door');

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(behaviour: Partial<Behaviour> = {}) {
  const camera = await startCamera({ clip: birch, behaviour });
  closers.push(() => camera.close());
  const connect = async (): Promise<RawClient> => {
    const client = await RawClient.connect(camera.url);
    closers.push(() => client.close());
    return client;
  };
  return { camera, connect };
}

const answeredIn = (client: RawClient, ms: number) =>
  Promise.race([client.request('OPTIONS').then(() => true), sleep(ms).then(() => false)]);
const media = (client: RawClient) => client.received.filter(({ channel }) => channel === 0);

test('freeze: the connection answers, media stops and comes back', async () => {
  const { camera, connect } = await start();
  const viewer = await connect();
  await viewer.play();
  await until(() => media(viewer).length > 5);
  await camera.misbehave({ freeze: true });
  await viewer.request('OPTIONS');
  const before = media(viewer).length;
  await sleep(300);
  expect(media(viewer).length).toBe(before);
  expect(camera.viewers).toBe(1);
  await camera.behave();
  await until(() => media(viewer).length > before);
});

test('drop: every connection is cut, new ones are welcome', async () => {
  const { camera, connect } = await start();
  const viewer = await connect();
  const other = await connect();
  await viewer.play();
  await other.request('OPTIONS');
  expect(camera.viewers).toBe(1);
  camera.drop();
  // At once: by UDP pictures would go out for as long as it does not know that it was cut.
  expect(camera.viewers).toBe(0);
  await until(() => viewer.closed && other.closed);
  expect((await (await connect()).request('OPTIONS')).status).toBe(200);
});

test('refuse: the port is closed, and opens again', async () => {
  const { camera, connect } = await start();
  const viewer = await connect();
  await viewer.play();
  await camera.misbehave({ refuse: true });
  await expect(connect()).rejects.toThrow('ECONNREFUSED');
  const before = media(viewer).length;
  await until(() => media(viewer).length > before);
  await camera.misbehave({ refuse: false });
  expect((await (await connect()).request('OPTIONS')).status).toBe(200);
});

test('silent: connections are accepted and nothing is answered', async () => {
  const { camera, connect } = await start({ silent: true });
  const viewer = await connect();
  expect(await answeredIn(viewer, 200)).toBe(false);
  await camera.behave();
  expect(await answeredIn(await connect(), 2000)).toBe(true);
});

test('answer and redirect', async () => {
  const { camera, connect } = await start({ answer: 503 });
  const viewer = await connect();
  expect((await viewer.request('DESCRIBE')).status).toBe(503);
  await camera.misbehave({ answer: undefined, redirectTo: 'rtsp://127.0.0.1:1/there' });
  const moved = await viewer.request('DESCRIBE');
  expect(moved.status).toBe(302);
  expect(moved.headers.get('location')).toBe('rtsp://127.0.0.1:1/there');
  expect((await viewer.request('OPTIONS')).status).toBe(200);
});

test.each([
  ['basic', /^Basic realm="Elsewhere"$/],
  ['digest', /^Digest realm="Elsewhere", nonce="[0-9a-f]{32}"$/],
] as const)(
  'a stranger asks for %s, keeps what it is told, and lets in',
  async (asks, challenge) => {
    const stranger = { asks, realm: 'Elsewhere', server: 'Other/1.0', stills: true };
    const { camera, connect } = await start({ stranger });
    const viewer = await connect();
    const asked = await viewer.request('DESCRIBE');
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toMatch(challenge);
    expect(asked.headers.get('server')).toBe('Other/1.0');
    expect(camera.overheard).toEqual([]);
    const told = await viewer.request('DESCRIBE', '', { Authorization: 'Basic b3Blbg==' });
    expect(told.status).toBe(200);
    expect(camera.overheard.map(({ login }) => login)).toEqual(['Basic b3Blbg==']);
    await camera.behave();
    await viewer.request('DESCRIBE', '', { Authorization: 'Basic b3Blbg==' });
    expect(camera.overheard).toHaveLength(1);
  },
);

test('a stranger that asks for nothing may send elsewhere unasked', async () => {
  const stranger = { asks: 'nothing', realm: '', server: 'Other/1.0', stills: true } as const;
  const { connect } = await start({ stranger, redirectTo: 'rtsp://127.0.0.1:1/there' });
  expect((await (await connect()).request('DESCRIBE')).status).toBe(302);
});

test('odd SDP', async () => {
  const { camera, connect } = await start({ parameterSets: 'in-band' });
  const viewer = await connect();
  const plain = await viewer.request('DESCRIBE');
  expect(plain.body).not.toContain('sprop-parameter-sets');
  expect(plain.body).toContain('a=control:*\r\n');
  expect(plain.body).toContain('a=control:trackID=0\r\n');
  await camera.misbehave({
    parameterSets: 'sdp',
    control: 'absolute',
    sessionControl: 'absolute',
    contentBase: 'no-slash',
  });
  const odd = await viewer.request('DESCRIBE');
  expect(odd.body).toContain('sprop-parameter-sets=');
  expect(odd.body).toContain(`a=control:${viewer.url}/\r\n`);
  expect(odd.body).toContain(`a=control:${viewer.url}/trackID=1\r\n`);
  expect(odd.headers.get('content-base')).toBe(viewer.url);
  await camera.misbehave({ contentBase: 'none', sessionControl: 'none' });
  const bare = await viewer.request('DESCRIBE');
  expect(bare.headers.has('content-base')).toBe(false);
  expect(bare.body.match(/a=control/g)).toHaveLength(2);
  expect(bare.body).toContain('a=rtpmap:96 H264/90000\r\n');
  await camera.misbehave({ encoding: 'H265' });
  expect((await viewer.request('DESCRIBE')).body).toContain('a=rtpmap:96 H265/90000\r\n');
});

test.each([
  ['tcp', 'RTP/AVP/TCP;unicast;interleaved=0-1'],
  ['udp', 'RTP/AVP;unicast;client_port=5000-5001'],
] as const)('461 for %s', async (noTransport, transport) => {
  const { camera, connect } = await start({ noTransport });
  const viewer = await connect();
  const asked = await viewer.request('SETUP', '/trackID=0', { Transport: transport });
  expect(asked.status).toBe(461);
  await camera.behave();
  const again = await viewer.request('SETUP', '/trackID=0', { Transport: transport });
  expect(again.status).toBe(200);
});

test('a session without a sign of life ends, one with requests lives', async () => {
  const { camera, connect } = await start({ sessionTimeout: 1 });
  const alive = await connect();
  const session = await alive.play();
  const dying = await connect();
  await dying.play();
  const keepAlive = setInterval(() => {
    void alive.request('GET_PARAMETER', '', { Session: session }).catch(() => undefined);
  }, 100);
  await until(() => dying.closed);
  clearInterval(keepAlive);
  expect(dying.received.at(-1)?.packet[1]).toBe(203);
  expect(alive.closed).toBe(false);
  expect(camera.viewers).toBe(1);
});

test('RTCP keeps a session alive unless the camera does not care for it', async () => {
  const { camera, connect } = await start({ sessionTimeout: 1 });
  const viewer = await connect();
  await viewer.play();
  const report = Buffer.from('2401000880c9000100000001', 'hex');
  const reports = setInterval(() => viewer.write(report), 100);
  await sleep(1800);
  expect(viewer.closed).toBe(false);
  await camera.misbehave({ rtcpKeepsAlive: false });
  await until(() => viewer.closed);
  clearInterval(reports);
});

test('UDP: RTCP keeps the session alive; after its end the connection stays', async () => {
  const { camera, connect } = await start({ sessionTimeout: 1 });
  const viewer = await connect();
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  closers.push(async () => sockets.forEach((socket) => socket.close()));
  const ports = sockets.map((socket) => socket.address().port).join('-');
  const Transport = `RTP/AVP;unicast;client_port=${ports}`;
  const answer = await viewer.request('SETUP', '/trackID=0', { Transport });
  const [, rtcpPort] = /server_port=\d+-(\d+)/.exec(answer.headers.get('transport') ?? '') ?? [];
  const Session = answer.headers.get('session')?.split(';')[0] ?? '';
  await viewer.request('PLAY', '', { Session });
  const report = Buffer.from('80c9000100000001', 'hex');
  const reports = setInterval(() => sockets[1].send(report, Number(rtcpPort), '127.0.0.1'), 100);
  await sleep(1800);
  expect(camera.viewers).toBe(1);
  clearInterval(reports);
  await until(() => camera.viewers === 0);
  expect((await viewer.request('GET_PARAMETER', '', { Session })).status).toBe(454);
});

test('another clip in the middle of a stream', async () => {
  const { camera, connect } = await start();
  const viewer = await connect();
  await viewer.play();
  expect(camera.watermark).toBe('birch/front-door');
  camera.play(harbour);
  expect(camera.watermark).toBe('harbour/front-door');
  const [, firstPicture] = harbour.video.pictures;
  const slice = firstPicture?.nals[0] ?? Buffer.alloc(0);
  await until(() => media(viewer).some(({ packet }) => packet.subarray(12).equals(slice)));
});
