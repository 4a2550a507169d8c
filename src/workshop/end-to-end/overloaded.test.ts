/**
 * A camera that sends more than is kept of one: it is told as overloaded, once, by a bridge that goes on.
 */
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../pictures/media/testing/h264.ts';
import { interleaved } from '../../pictures/media/rtsp/interleaved.ts';
import {
  burst,
  scriptedCamera,
  type ScriptedCamera,
} from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { until } from '../until.ts';
import { type DemoBridge, startDemoBridge } from '../testing/demo-bridge.ts';
import { type NewAccount, openOperator, type Operator } from '../testing/operator.ts';
import { runCommand } from '../testing/run-command.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

const entry = new URL('../../cli/main.ts', import.meta.url);
const clip = pictures(shippedClip());
const pictureMs = 1_000 / 15;
/** A second of pictures with so much behind each is more than a segment holds. */
const ballast = Buffer.alloc(600_000, 0x55);

/** The clip in real time, each picture with its ballast. */
function playHeavily(socket: Socket): void {
  socket.write(burst());
  let sequence = 20_000;
  let number = clip.length;
  const timer = setInterval(() => {
    const [last = Buffer.alloc(0), ...first] = clip[number % clip.length]?.toReversed() ?? [];
    const units = [...first.toReversed(), Buffer.concat([last, ballast])];
    for (const { marker, payload } of pack(units, { mtu: 60_000 })) {
      const timestamp = number * 6_000;
      socket.write(interleaved(0, rtpBytes({ sequence, timestamp, marker, ssrc: 1, payload })));
      sequence += 1;
    }
    number += 1;
  }, pictureMs);
  socket.once('close', () => clearInterval(timer));
}

let bridge: DemoBridge;
let operator: Operator;
let camera: ScriptedCamera;
let account: NewAccount;

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  camera = await scriptedCamera({ play: playHeavily });
  account = await operator.settle('heavy', camera.url);
});
afterAll(async () => {
  await operator.close();
  await camera.close();
  await bridge.close();
});

async function listed(): Promise<{ reason?: string; mend?: string } | null | undefined> {
  const args = ['camera', 'list', '--json', '--data-dir', bridge.dataDir];
  const { stdout } = await runCommand(entry, args, { cwd: bridge.dataDir, env: process.env });
  const all = JSON.parse(stdout) as { device: string; state: { reason: string } | null }[];
  return all.find(({ device }) => device === account.device)?.state;
}

test('what a second of it holds is more than a segment may: the list and one line of the log say so', async () => {
  const { accessToken } = await bridge.link(account);
  const { url } = await openStream(bridge, accessToken, account.device, 'hls');
  const told = (): Record<string, unknown>[] =>
    bridge
      .logged()
      .split('\n')
      .filter((line) => line.includes(account.device) && line.includes('"a camera shows'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  // Whoever watches asks again and again.
  await until(async () => {
    await (await fetch(url)).arrayBuffer();
    return told().length > 0;
  }, 60_000);
  // The bridge is idle: it is the camera that has to send less.
  const { mend } = reasonWords({ code: 'overloaded' });
  expect(mend).toMatch(/^Lower its bit rate/);
  expect(await listed()).toMatchObject({ reason: 'overloaded', mend });
  expect(told()).toEqual([expect.objectContaining({ level: 'warn', reason: 'overloaded', mend })]);
});
