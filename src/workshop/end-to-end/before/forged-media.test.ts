/**
 * A camera that sends by UDP, and somebody who sends pictures to where its own are taken.
 *
 * @takes 16 s
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { rtpPacket, rtpTime, rtpTrack } from '../../../simulator/camera/rtp.ts';
import { payloadTypes } from '../../../simulator/camera/sdp.ts';
import { writeAggregate } from '../../../pictures/media/rtp/h264-payloads.ts';
import { writeWatermark, type Watermark } from '../../../simulator/watermark/watermark.ts';
import { seiOf } from '../../../simulator/watermark/sei.ts';
import { openRtspUdpProxy, type RtspUdpProxy } from '../../proof/proxy/rtsp-udp-proxy.ts';
import { filming, ownersOf, startWatermarked } from '../../testing/watermarked-camera.ts';
import { eventually, watermarksIn, openStreet, type Street } from '../../testing/street.ts';

jest.setTimeout(120_000);

let street: Street;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  street = await openStreet();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => street.close());

/** Harbour's camera, and how the test sees where its media is taken. */
async function place(options: readonly string[] = [], between?: typeof nameNoPort) {
  const camera = await startWatermarked('harbour');
  const way = await openRtspUdpProxy(Number(new URL(camera.url).port));
  open.push(way, camera);
  const url = camera.url.replace(/:\d+\//, `:${(await between?.(way.port)) ?? way.port}/`);
  const device = await street.addCamera(street.harbour, url, ...options);
  return { camera, way, device };
}

/** As some cameras do: leads to the one at `port`, whose answers do not say from where it sends. */
async function nameNoPort(port: number): Promise<number> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).on('end', () => near.end());
    far.on('data', (bytes) =>
      near.write(bytes.toString('latin1').replace(/;server_port=[\d-]+/, ''), 'latin1'),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ close: async () => void server.close() });
  return (server.address() as AddressInfo).port;
}

/** Birch's key picture as one datagram of a sender of its own, with all that it takes to show it. */
function forgery(): Buffer {
  const { video } = filming('birch');
  const track = rtpTrack(payloadTypes.video, 90_000);
  const watermark = { owner: 'birch', camera: 'birch', number: 1, filmedAt: Date.now() };
  const nals = video.pictures.find(({ key }) => key)?.nals ?? [];
  const payload = writeAggregate([video.sps, video.pps, seiOf(writeWatermark(watermark)), ...nals]);
  return rtpPacket(track, payload, rtpTime(track, 0), true);
}

/** Whose pictures Harbour's display receives while `forge` goes on; its own after it, too. */
async function shownWhile(way: RtspUdpProxy, device: string, forge: () => void) {
  const { url } = await street.open(street.harbour, device);
  await eventually('media by UDP', () => way.viewers.length > 0);
  const known = new Set<string>();
  const watermarks: Watermark[] = [];
  for (let round = 0; round < 10; round += 1) {
    forge();
    await sleep(100);
  }
  const since = Date.now();
  await eventually('pictures from afterwards', async () => {
    watermarks.push(...(await watermarksIn(url, known)));
    return watermarks.some(({ owner, filmedAt }) => owner === 'harbour' && filmedAt > since);
  });
  return ownersOf(watermarks);
}

test('packets from the camera’s own port with a sender’s number of their own are not shown', async () => {
  const { way, device } = await place(['--transport', 'udp']);
  expect(await shownWhile(way, device, () => way.forge([forgery()]))).toEqual(['harbour']);
});

test('where the camera names no port, nobody’s packets are shown, sent to each port by whoever has its address', async () => {
  const { way, device } = await place(['--transport', 'udp'], nameNoPort);
  const socket = createSocket('udp4');
  // Where nobody listens an error comes back.
  socket.on('error', () => undefined);
  const sweep = (): void => {
    const packet = forgery();
    // Some on both sides of the right one: the others on this machine are not to be met.
    for (const port of way.viewers) {
      for (let at = port - 20; at <= port + 20; at += 2) socket.send(packet, at, '127.0.0.1');
    }
  };
  const sweeping = setInterval(sweep, 100);
  try {
    // Its own are not shown either: such a camera cannot be told from others.
    expect(await street.watch(street.harbour, device)).toEqual({
      of: [],
      told: 'streamUnavailable',
    });
  } finally {
    clearInterval(sweeping);
    socket.close();
  }
});

test('a camera that has sent inside its connection is not asked for UDP because it refuses once', async () => {
  const { camera, way, device } = await place();
  await street.shown(street.harbour, device);
  await camera.misbehave({ noTransport: 'tcp' });
  camera.drop();
  const seen = await street.watch(street.harbour, device, Date.now());
  const askedForUdp = way.viewers.length > 0;
  const refused = { of: [], told: 'streamUnavailable', askedForUdp: false };
  expect({ ...seen, askedForUdp }).toEqual(refused);
});
