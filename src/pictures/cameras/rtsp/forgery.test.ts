/** What a stranger who forges RTP gets into a stream that comes by UDP (security: forged media). */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { run } from '../../media/testing/run.ts';
import { describeWith, forger, python } from './testing/tools.ts';
import {
  foreignPackets,
  isForeign,
  type UdpCamera,
  udpCamera,
  type UdpCameraOptions,
} from './testing/udp-camera.ts';
import { type Watching, watching } from './testing/watching.ts';
import { until } from '../../../workshop/until.ts';

const own = 0xca3e4a;
const forged = 0x0f04ed;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const ports = (port: number): string => `server_port=${port}-${port + 1}`;
const announcing = (ssrc: number): UdpCameraOptions['answer'] => {
  return (port) => `${ports(port)};ssrc=${ssrc.toString(16).toUpperCase()}`;
};

interface Playing extends Watching {
  readonly camera: UdpCamera;
  /** The camera's own pictures that came so far. */
  readonly came: () => number;
}

async function playing(answer: UdpCameraOptions['answer'] = announcing(own)): Promise<Playing> {
  const camera = await udpCamera({ ssrc: own, answer });
  const watch = watching(camera.url, {}, { transport: 'udp' });
  open.push(camera, watch.source);
  await until(() => camera.viewer > 0);
  return {
    ...watch,
    camera,
    came: () => watch.video.filter(({ nals }) => !isForeign(nals)).length,
  };
}

/** Plays on for a while, and shows nothing but the camera's own pictures, without a gap. */
async function expectUntouched({ video, came, log }: Playing): Promise<void> {
  const before = came();
  await until(() => came() >= before + 20);
  expect(video.filter(({ nals }) => isForeign(nals))).toHaveLength(0);
  const steps = video
    .slice(1)
    .map(({ timestampUs }, index) => timestampUs - (video[index]?.timestampUs ?? 0));
  // 15,000 by the camera's clock.
  expect(Math.max(...steps)).toBeLessThan(25_000);
  expect(log).toHaveLength(1);
}

async function socketAt(address: string, port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, address);
  await once(socket, 'listening');
  open.push(socket);
  return socket;
}

function sendAll(from: Socket, packets: readonly Buffer[], to: number): Promise<unknown> {
  const sent = packets.map(
    (bytes) => new Promise((resolve) => from.send(bytes, to, '127.0.0.1', resolve)),
  );
  return Promise.all(sent);
}

describe('forged packets', () => {
  test.each([
    ['announced', announcing(own)],
    ['not announced', ports],
  ])('with the right addresses and ports and another SSRC, %s', async (_, answer) => {
    const all = await playing(answer);
    await until(() => all.came() > 5);
    for (let times = 0; times < 10; times += 1) {
      await sendAll(all.camera.media, foreignPackets(forged + times, 3), all.camera.viewer);
      const before = all.came();
      await until(() => all.came() > before);
    }
    await expectUntouched(all);
  });

  test('from another port, another address: they do not reach the socket', async () => {
    const all = await playing();
    await until(() => all.came() > 5);
    const { media, viewer } = all.camera;
    for (const stranger of [
      await socketAt('127.0.0.1'),
      await socketAt('127.0.0.2', media.address().port),
    ]) {
      // The system answers for a port that nobody listens on; a socket that is connected hears it.
      stranger.connect(viewer, '127.0.0.1');
      await once(stranger, 'connect');
      const refused = once(stranger, 'error');
      stranger.send(foreignPackets(own, 1)[0] ?? '');
      expect(await refused).toMatchObject([{ code: 'ECONNREFUSED' }]);
    }
    await expectUntouched(all);
  });

  test('sweeping over all ports around ours from a port that is not the camera’s', async () => {
    const all = await playing();
    await until(() => all.came() > 5);
    const stranger = await socketAt('127.0.0.1');
    const packets = foreignPackets(own, 2);
    for (let port = all.camera.viewer - 1_000; port <= all.camera.viewer + 1_000; port += 2) {
      await sendAll(stranger, packets, port);
    }
    await expectUntouched(all);
  });

  test('before the answer, from the right port and with the right SSRC', async () => {
    let sendAhead = (): unknown => undefined;
    const camera = await udpCamera({
      ssrc: own,
      answer: (port) => {
        sendAhead();
        return announcing(own)(port);
      },
    });
    sendAhead = () => sendAll(camera.media, foreignPackets(own, 60), camera.viewer);
    const watch = watching(camera.url, {}, { transport: 'udp' });
    open.push(camera, watch.source);
    await until(() => watch.video.length > 20);
    expect(watch.video.filter(({ nals }) => isForeign(nals))).toHaveLength(0);
  });

  test('our ports are open on the address of the RTSP connection alone', async () => {
    const { camera } = await playing();
    await socketAt('127.0.0.2', camera.viewer);
    await socketAt('127.0.0.2', camera.viewer + 1);
  });

  test('a source= elsewhere is not followed', async () => {
    const all = await playing((port) => `source=127.0.0.2;${announcing(own)(port)}`);
    const neighbour = await socketAt('127.0.0.2', all.camera.media.address().port);
    await until(() => all.came() > 5);
    await sendAll(neighbour, foreignPackets(own, 3), all.camera.viewer);
    await expectUntouched(all);
  });
});

describeWith('raw-sockets', 'packets with a forged source', () => {
  /** Sends from this machine as though from the camera. */
  async function forge(from: readonly number[], to: readonly number[], packets: Buffer[]) {
    const payloads = packets.map((bytes) => bytes.toString('base64'));
    const job = { source: '127.0.0.1', target: '127.0.0.1', from, to, payloads };
    const { stdout } = await run(python, [forger], Buffer.from(JSON.stringify(job)));
    return Number(stdout.toString());
  }

  test.each([
    ['announced', announcing(own)],
    ['not announced', ports],
  ])('aimed, all known but the SSRC, %s', async (_, answer) => {
    const all = await playing(answer);
    await until(() => all.came() > 5);
    const { media, viewer } = all.camera;
    const sent = await forge([media.address().port], [viewer], foreignPackets(forged, 50));
    expect(sent).toBe(50);
    await expectUntouched(all);
  });

  test('blind: one packet to every even port from the camera’s', async () => {
    const all = await playing();
    await until(() => all.came() > 5);
    const even = Array.from({ length: 14_116 }, (_, index) => 32_768 + 2 * index);
    const sent = await forge([all.camera.media.address().port], even, foreignPackets(forged, 1));
    expect(sent).toBe(14_116);
    await expectUntouched(all);
  });
});

describe('cameras that are not exact', () => {
  test('one that announces a wrong SSRC plays', async () => {
    const all = await playing(announcing(own + 1));
    await until(() => all.came() > 20);
    await expectUntouched(all);
  });

  test('one that changes its SSRC plays on', async () => {
    const all = await playing();
    await until(() => all.came() > 5);
    all.camera.ssrc = own + 1;
    const before = all.came();
    await until(() => all.came() > before + 20);
    expect(all.log).toHaveLength(1);
  });

  test.each(['', ';ssrc=CA3E4A', ';server_port=0-0'])(
    'one that does not say where it sends from is refused: %p',
    async (rest) => {
      const camera = await udpCamera({ ssrc: own, answer: () => `source=127.0.0.1${rest}` });
      const { source, log } = watching(camera.url, {}, { transport: 'udp' });
      open.push(camera, source);
      await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'no-transport' } });
      expect(log[0]?.fields.reason).toBe('no-server-port');
    },
  );
});
