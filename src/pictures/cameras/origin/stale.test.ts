/** A connection from before its row was put right answers after that: nothing that it says counts. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { bench } from '../rtsp/testing/bench.ts';
import { usualSdp } from '../rtsp/testing/scripted-camera.ts';
import { type Watching } from '../rtsp/testing/watching.ts';
import { until } from '../../../workshop/until.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../../workshop/testing/test-house.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import { createOrigins } from './origins.ts';
import type { GuardOrigin } from './origin.ts';
import { createPinRegister } from '../../../wall/operator/pin-register.ts';
import { createRecogniser, type OtherCamera, type Recognise } from './pins.ts';
import { streamForm } from '../stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import { pinReading } from './old-pin.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allPins } from '../../../storage/contract/whole.ts';

const { camera, watch } = bench();
let house: TestHouse;
let birch: TestAccount;
let alarms: OtherCamera[];
let parts: { readonly recognise: Recognise; readonly guardOrigin: GuardOrigin };

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  alarms = [];
  const { store } = house;
  const { recognise, refused, accepted } = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: () => undefined,
    now: () => house.time.wall,
  });
  const guardOrigin = createOrigins({
    cameras: createKnownCameras(store, house.ring, () => house.time.wall),
    claim: async () => undefined,
    onRefused: (...what) => void refused(...what),
    onAccepted: accepted,
  });
  parts = { recognise, guardOrigin };
});
afterEach(() => house.close());

const says = (name: string) => usualSdp.replace('v=0', `v=0\r\na=tool:${name}`);

/** Answers DESCRIBE when it is told to. */
async function slow(name: string) {
  const held: (() => void)[] = [];
  const { url } = await camera({
    reply(request, usual, socket: Socket) {
      if (request.method !== 'DESCRIBE') return usual;
      const body = says(name);
      const head = [
        'RTSP/1.0 200 OK',
        `CSeq: ${request.headers.get('cseq')}`,
        `Content-Base: ${request.uri}/`,
        'Content-Type: application/sdp',
        `Content-Length: ${body.length}`,
      ];
      held.push(() => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`));
      return undefined;
    },
  });
  return { url, held, answer: () => held.splice(0).forEach((say) => say()) };
}

const openingNow = async () =>
  (await house.store.operator.map.entriesOf(birch.camera))[0]?.opening ?? 0;

const move = (rtsp: string) =>
  createRegister(house.store, house.ring, noNames, streamForm).setSource(birch.device, {
    stream: rtsp,
    transport: 'tcp',
    alwaysWarm: false,
  });

/** Opens the camera from its row as it is now. */
async function see(url: string): Promise<Watching> {
  await move(url);
  const stamp = { camera: birch.camera, epoch: 1 };
  return watch(url, parts, { stamp, opening: await openingNow() });
}

async function shown(url: string): Promise<Watching> {
  const seen = await see(url);
  await until(() => seen.video.length > 0);
  return seen;
}

/** The wrong camera is asked, and answers only after `correct`. */
async function late(correct: () => Promise<unknown>): Promise<void> {
  const wrong = await slow('Wrong');
  const stale = await see(wrong.url);
  await until(() => wrong.held.length > 0);
  await correct();
  await until(() => {
    wrong.answer();
    return stale.log.some(({ fields }) => fields['reason'] === 'unverified');
  });
  await stale.source.close();
}

const pins = async () => (await allPins(house.store)).map(({ description }) => description);

test('the wrong camera is not pinned after its address was corrected', async () => {
  const right = await camera({ sdp: says('Right') });
  await late(() => move(right.url));
  expect(await pins()).toEqual([]);
  await shown(right.url);
  expect([await pins(), alarms]).toEqual([[expect.stringContaining('Right')], []]);
});

test('nor is it after a repin', async () => {
  const known = await shown((await camera({ sdp: says('Old') })).url);
  await known.source.close();
  const right = await camera({ sdp: says('New') });
  await late(async () => {
    await move(right.url);
    await createPinRegister(house.store, pinReading).repin(birch.device);
  });
  await shown(right.url);
  expect([await pins(), alarms]).toEqual([[expect.stringContaining('New')], []]);
});

test('no alarm comes of it, and nothing that is right ends', async () => {
  const right = await camera({ sdp: says('Own') });
  const first = await shown(right.url);
  await first.source.close();
  let opening: number | undefined;
  await late(async () => {
    await shown(right.url);
    opening = await openingNow();
  });
  expect([alarms, await openingNow()]).toEqual([[], opening]);
});
