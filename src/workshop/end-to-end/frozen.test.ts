/**
 * A camera that showed pictures and then yields none is told as such everywhere; one that shows some plays.
 *
 * @takes 54 s
 */
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { encodeClip, pack, pictures, rtpBytes } from '../../pictures/media/testing/h264.ts';
import { interleaved } from '../../pictures/media/rtsp/interleaved.ts';
import { burst, scriptedCamera } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { until } from '../until.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { cameraCommand } from '../testing/camera-command.ts';
import type { DemoBridge } from '../testing/demo-bridge.ts';
import type { NewAccount, Operator } from '../testing/operator.ts';
import { openSettled } from '../testing/settled.ts';
import { streamCommand } from '../testing/streams.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
let account: NewAccount;
let token: string;
const cameras: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  ({ bridge, operator, account, token } = await openSettled());
});
afterEach(async () => void (await Promise.all(cameras.splice(0).map((one) => one.close()))));
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

async function camera(play: (socket: Socket, connection: number) => void) {
  const one = await scriptedCamera({ play });
  cameras.push(one);
  const source = { stream: one.url, transport: 'auto', alwaysWarm: false } as const;
  const facts = { name: 'Gate', nicknames: [], kind: 'camera' } as const;
  const device = await operator.register.addCamera({ owner: account.account, ...facts, source });
  return { one, device };
}

/** Sends one RTP packet after another, 25 times a second, until the connection ends. */
function each(socket: Socket, work: (turn: number) => Buffer): void {
  let turn = 0;
  const timer = setInterval(() => {
    socket.write(work(turn));
    turn += 1;
  }, 40);
  socket.once('close', () => clearInterval(timer));
}

async function executed(device: DeviceId, protocols: string[]) {
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, protocols));
  return body.payload.commands[0];
}

async function queried(device: DeviceId) {
  const { body } = await bridge.intend(token, 'QUERY', { devices: [{ id: device }] });
  return body.payload.devices[device];
}

const listed = async (device: DeviceId) => {
  const { out } = await cameraCommand(bridge.dataDir, ['list', '--json']);
  const all = JSON.parse(out) as { device: string; state: unknown }[];
  return all.find((row) => row.device === device)?.state;
};

test('pictures break off while packets and sound go on: offline, and no SUCCESS', async () => {
  const sound = (turn: number): Buffer => {
    const payload = Buffer.alloc(320, 0xff);
    const packet = { sequence: turn, timestamp: turn * 320, payloadType: 0, ssrc: 2, payload };
    return interleaved(2, rtpBytes(packet));
  };
  // An access unit delimiter: it makes no picture.
  const empty = (turn: number): Buffer => {
    const at = { sequence: 30_000 + turn, timestamp: 900_000 + turn * 3_600, ssrc: 1 };
    return interleaved(0, rtpBytes({ ...at, marker: true, payload: Buffer.from([0x09, 0xf0]) }));
  };
  let connections = 0;
  const { device } = await camera((socket) => {
    connections += 1;
    if (connections === 1) socket.write(burst());
    each(socket, (turn) => Buffer.concat([empty(turn), sound(turn)]));
  });
  expect(await executed(device, ['hls'])).toMatchObject({ status: 'SUCCESS' });
  expect(await queried(device)).toMatchObject({ online: true });
  await until(() => connections === 2, 60_000);
  const refused = await executed(device, ['hls']);
  expect(refused).toMatchObject({ status: expect.not.stringContaining('SUCCESS') });
  // What was said before is believed for ten seconds at most.
  await until(async () => JSON.stringify(await queried(device)).includes('"online":false'), 60_000);
  expect(JSON.stringify(await listed(device))).toContain('no-key-picture');
  const { exit, out } = await cameraCommand(bridge.dataDir, ['check', device, '--json']);
  expect(JSON.parse(out)).toMatchObject({
    plays: false,
    wasOpen: true,
    found: 'no-key-picture',
    failed: 'key-picture',
  });
  expect(exit).toBe(1);
});

test('one key picture, then others for ever: WebRTC begins with it, HLS with none so old', async () => {
  const clip = pictures(await encodeClip({ count: 1_500, keyEvery: 1_500 }));
  let sequence = 0;
  const { device } = await camera((socket) =>
    each(socket, (turn) =>
      Buffer.concat(
        pack(clip[turn] ?? []).map((packed) => {
          sequence += 1;
          const at = { sequence, timestamp: turn * 3_600, ssrc: 1 };
          return interleaved(0, rtpBytes({ ...packed, ...at }));
        }),
      ),
    ),
  );
  const first = await executed(device, ['hls']);
  expect(first).toMatchObject({ status: 'SUCCESS' });
  const url = first?.states?.cameraStreamAccessUrl ?? '';
  expect((await fetch(url)).status).toBe(200);
  const hls = async () => (await executed(device, ['hls']))?.status;
  await until(async () => (await hls()) !== 'SUCCESS', 60_000);
  expect(JSON.stringify(await listed(device))).toContain('no-key-picture');
  expect(await executed(device, ['webrtc'])).toMatchObject({ status: 'SUCCESS' });
  expect(await queried(device)).toMatchObject({ online: true });
  const { exit, out } = await cameraCommand(bridge.dataDir, ['check', device, '--json']);
  expect(JSON.parse(out)).toMatchObject({ plays: false, found: 'no-key-picture' });
  expect(exit).toBe(1);
});
