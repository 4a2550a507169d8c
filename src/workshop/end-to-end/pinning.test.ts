/**
 * Cameras that swap addresses with each other mid-stream: neither is shown in the other's place.
 *
 * @takes 8 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import * as waits from '../until.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import type { Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openLinkedAccount, type LinkedAccount } from '../testing/linked-account.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { openStream, streamCommand } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';
import { allPins } from '../../storage/contract/whole.ts';

jest.setTimeout(120_000);

const clips = loadClips();
const names = ['birch/front-door', 'harbour/front-door'] as const;

let bridge: DemoBridge;
let operator: Operator;
let accounts: LinkedAccount[];

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  accounts = [];
  for (const name of names) {
    const camera = { clip: clipOf(clips, name), path: '/door', still: true };
    accounts.push(await openLinkedAccount(bridge, operator, name.replace('/', '-'), camera));
  }
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  for (const { camera } of accounts) await camera.close();
});

/** Every connection breaks, and behind each address there is the camera `shown` names. */
function answerWith(shown: readonly string[]): void {
  for (const [at, { camera }] of accounts.entries()) {
    camera.drop();
    camera.play(clipOf(clips, shown[at] ?? ''));
  }
}
const swapped = [...names].toReversed();

const until = (holds: () => boolean | Promise<boolean>, timeoutMs = 45_000) =>
  waits.until(holds, timeoutMs, { intervalMs: 100 });

/** What Google is told of an account's camera: by QUERY, then by EXECUTE. */
async function told({
  token,
  account: { device },
}: LinkedAccount): Promise<(string | undefined)[]> {
  const asked = await bridge.intend(token, 'QUERY', { devices: [{ id: device }] });
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, ['hls']));
  const [{ status, errorCode }] = body.payload.commands;
  return [asked.body.payload.devices[device]?.status, errorCode ?? status];
}

/** A picture by WebRTC and the URL of a still, for every account. */
async function openAll(): Promise<[receivers: Receiver[], stills: string[]]> {
  const receivers: Receiver[] = [];
  const stills: string[] = [];
  for (const { token, account } of accounts) {
    const { device } = account;
    receivers.push(await watchWebRtc(await openStream(bridge, token, device, 'webrtc'), device));
    const { url } = await openStream(bridge, token, device, 'hls');
    stills.push(new URL('snapshot.jpg', url).href);
  }
  return [receivers, stills];
}

const alarms = (): number => bridge.logged().split('"alarm":"other-camera"').length - 1;

const strangers = async (): Promise<number> =>
  (await allPins(operator.store)).filter(({ stranger }) => stranger !== undefined).length;

test('swapped mid-stream, both are offline; swapped back, both go on; repinned, both are shown', async () => {
  let [receivers, stills] = await openAll();
  const counts = (): number[] => receivers.map(({ video }) => video.length);
  const shot = async (url: string): Promise<[number, number]> => {
    const answer = await fetch(url);
    return [answer.status, (await answer.arrayBuffer()).byteLength];
  };
  const own = names.map((name): [number, number] => [200, clipOf(clips, name).still.byteLength]);
  expect(await Promise.all(stills.map(shot))).toEqual(own);
  expect(alarms()).toBe(0);

  answerWith(swapped);
  await sleep(500);
  const atSwap = counts();
  await until(async () => (await strangers()) >= 2);
  // Long enough for a still of before the swap to be no longer fresh.
  await sleep(2_500);
  expect(counts()).toEqual(atSwap);
  const refused = (await Promise.all(stills.map(shot))).map(([status]) => status);
  // What was opened before is over.
  expect(refused).toEqual([404, 404]);
  for (const linked of accounts)
    expect(await told(linked)).toEqual(['ERROR', 'securityRestriction']);
  expect(counts()).toEqual(atSwap);
  expect(alarms()).toBeGreaterThanOrEqual(2);
  for (const { account } of accounts) expect(bridge.logged()).toContain(account.device);
  expect(bridge.logged()).not.toContain('rtsp://');

  answerWith(names);
  await until(async () => {
    const answers = await Promise.all(accounts.map(told));
    return answers.every(([, executed]) => executed === 'SUCCESS');
  });
  for (const receiver of receivers) receiver.close();
  [receivers, stills] = await openAll();
  await until(() => counts().every((count) => count > 20));
  await until(async () =>
    (await Promise.all(stills.map(shot))).every(([status]) => status === 200),
  );
  expect(await Promise.all(stills.map(shot))).toEqual(own);
  expect(await strangers()).toBe(0);
  for (const receiver of receivers) receiver.close();

  answerWith(swapped);
  await until(async () => (await strangers()) >= 2);
  const pins = createPinRegister(operator.store, pinReading);
  for (const { account } of accounts) await pins.repin(account.device);
  await until(async () => {
    const answers = await Promise.all(accounts.map(told));
    return answers.every(([, executed]) => executed === 'SUCCESS');
  });
});
