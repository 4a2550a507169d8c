import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { rtpBytes } from './testing/h264.ts';
import { until } from './testing/watching.ts';
import { openUdpTransport } from './transport-udp.ts';

const open: { close(): unknown }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

const ends = { peer: { address: '127.0.0.1', family: 4 }, local: '127.0.0.1' } as const;
const packet = (sequence: number): Buffer =>
  rtpBytes({ sequence, timestamp: 0, payload: Buffer.alloc(4) });

/** A socket that sends at once, not when the next turn of the loop comes. */
async function connectedTo(port: number) {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
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
  const { port } = camera.address();
  await transport.accept(`RTP/AVP;unicast;server_port=${port}-${port + 1};ssrc=0000ABCD`);
  for (let sequence = 500; sequence < 510; sequence += 1) camera.send(packet(sequence));
  await until(() => heard.includes(509));
  expect(heard).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509]);
  expect(announced).toEqual([0xabcd]);
});

test.each([
  ['RTP/AVP;unicast', 'no-server-port'],
  ['RTP/AVP/TCP;interleaved=0-1', 'unsupported'],
])('%s is refused: %s', async (answer, reason) => {
  const sink = { rtp: () => undefined, rtcp: () => undefined, announced: () => undefined };
  const transport = await openUdpTransport(ends, sink);
  open.push(transport);
  await expect(transport.accept(answer)).rejects.toMatchObject({ reason });
});
