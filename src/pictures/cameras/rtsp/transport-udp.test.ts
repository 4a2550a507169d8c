import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, test } from '@jest/globals';
import { describeUnless } from '../../../workshop/testing/needs.ts';
import { rtpBytes } from '../../media/testing/h264.ts';
import { until } from '../../../workshop/until.ts';
import type { PacketSink } from './transport.ts';
import { openUdpTransport } from './transport-udp.ts';

const open: { close(): unknown }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const ends = { peer: { address: '127.0.0.1', family: 4 }, local: '127.0.0.1' } as const;
const silent: PacketSink = {
  rtp: () => undefined,
  rtcp: () => undefined,
  expects: () => true,
  announced: () => undefined,
};
const packet = (sequence: number): Buffer =>
  rtpBytes({ sequence, timestamp: 0, payload: Buffer.alloc(4) });

/** Waits until what `send` was called for is sent, and no longer: nobody reads in the meantime. */
const sent = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/** A socket that sends without asking for an address first. */
async function connectedTo(port: number, address = '127.0.0.1', from = 0) {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.bind(from, address);
  await once(socket, 'listening');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  open.push(socket);
  return socket;
}

test('nothing that came before the answer is taken, whoever sent it', async () => {
  const heard: number[] = [];
  const announced: number[] = [];
  const transport = await openUdpTransport(ends, {
    rtp: (bytes) => heard.push(bytes.readUInt16BE(2)),
    rtcp: () => undefined,
    expects: () => true,
    announced: (ssrc) => announced.push(ssrc),
  });
  open.push(transport);
  const ours = Number(/client_port=(\d+)-/.exec(transport.offer)?.[1]);
  const camera = await connectedTo(ours);
  const stranger = await connectedTo(ours);
  // More than one turn of the loop takes out of a socket.
  for (let sequence = 0; sequence < 200; sequence += 1) {
    camera.send(packet(sequence));
    stranger.send(packet(1_000 + sequence));
  }
  await sent();
  const { port } = camera.address();
  await transport.accept(`RTP/AVP;unicast;server_port=${port}-${port + 1};ssrc=0000ABCD`);
  for (let sequence = 500; sequence < 510; sequence += 1) camera.send(packet(sequence));
  await until(() => heard.includes(509));
  expect(heard).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509]);
  expect(announced).toEqual([0xabcd]);
});

test('each packet’s address and port are looked at: a socket is bound before it is connected', async () => {
  const heard: number[] = [];
  const transport = await openUdpTransport(ends, {
    ...silent,
    rtp: (bytes) => heard.push(bytes.readUInt16BE(2)),
  });
  open.push(transport);
  const ours = Number(/client_port=(\d+)-/.exec(transport.offer)?.[1]);
  const camera = await connectedTo(ours);
  const { port } = camera.address();
  const strangers = [await connectedTo(ours), await connectedTo(ours, '127.0.0.2', port)];
  let accepted = false;
  const accepting = Promise.resolve(
    transport.accept(`RTP/AVP;unicast;server_port=${port}-${port + 1}`),
  ).then(() => (accepted = true));
  // In every gap between two steps of it.
  while (!accepted) {
    for (let times = 0; times < 4; times += 1) {
      strangers.forEach((stranger, index) => stranger.send(packet(1_000 + index)));
      await Promise.resolve();
    }
    await sent();
  }
  await accepting;
  camera.send(packet(1));
  await until(() => heard.includes(1));
  expect(heard).toEqual([1]);
});

test('media goes between the two addresses of the RTSP connection', async () => {
  const transport = await openUdpTransport({ ...ends, local: '127.0.0.2' }, silent);
  open.push(transport);
  const ours = Number(/client_port=(\d+)-/.exec(transport.offer)?.[1]);
  const camera = createSocket('udp4');
  camera.bind(0, '127.0.0.1');
  await once(camera, 'listening');
  open.push(camera);
  const opener = once(camera, 'message');
  const { port } = camera.address();
  await transport.accept(`RTP/AVP;unicast;server_port=${port}-${port + 1}`);
  expect((await opener)[1]).toMatchObject({ address: '127.0.0.2', port: ours });
});

describeUnless(hasIpv6 ? undefined : 'IPv6', 'over IPv6', () => {
  test('takes what comes from the camera', async () => {
    const camera = createSocket('udp6');
    camera.bind(0, '::1');
    await once(camera, 'listening');
    open.push(camera);
    const heard: Buffer[] = [];
    const transport = await openUdpTransport(
      { peer: { address: '::1', family: 6 }, local: '::1' },
      { ...silent, rtp: (bytes) => heard.push(bytes) },
    );
    open.push(transport);
    const { port } = camera.address();
    await transport.accept(`RTP/AVP;unicast;server_port=${port}-${port + 1}`);
    camera.send(packet(1), Number(/client_port=(\d+)-/.exec(transport.offer)?.[1]), '::1');
    await until(() => heard.length === 1);
  });
});

test.each([
  ['RTP/AVP;unicast', 'no-server-port'],
  ['RTP/AVP/TCP;interleaved=0-1', 'no-transport'],
])('%s is refused: %s', async (answer, reason) => {
  const transport = await openUdpTransport(ends, silent);
  open.push(transport);
  await expect(transport.accept(answer)).rejects.toMatchObject({ reason });
});
