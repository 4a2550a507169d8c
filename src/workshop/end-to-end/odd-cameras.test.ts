/**
 * Cameras that deviate, asked for through a whole bridge as a display asks: EXECUTE, playlist, check.
 *
 * @takes 29 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import {
  type Script,
  scriptedCamera,
} from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { describeWith } from '../../pictures/cameras/rtsp/testing/tools.ts';
import { until } from '../until.ts';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { readExecute } from '../../simulator/client/intents.ts';
import { cameraCommand } from '../testing/camera-command.ts';
import { caseCamera } from '../testing/camera-cases/case-camera.ts';
import { cameraCases } from '../testing/camera-cases/case.ts';
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

const row = (rtsp: string): Promise<DeviceId> =>
  operator.register.addCamera({
    owner: account.account,
    name: 'Gate',
    nicknames: [],
    kind: 'camera',
    source: { stream: rtsp, transport: 'auto', alwaysWarm: false },
  });

async function execute(device: DeviceId, protocol: 'hls' | 'webrtc') {
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, [protocol]));
  const wish = { deviceId: device, protocols: [protocol], chromecast: false };
  return readExecute(body, wish);
}

/** A camera of `fixtures/cases/camera`, in a row. */
async function caseOf(name: string): Promise<DeviceId> {
  const one = cameraCases().find((case_) => case_.name === name);
  if (one === undefined) throw new TypeError(`no case ${name}`);
  const camera = await caseCamera(one);
  cameras.push(camera);
  return row(camera.login);
}

const resetsFirst: Script = {
  reply(request, usual, socket) {
    if (request.connection > 1) return usual;
    socket.resetAndDestroy();
    return undefined;
  },
};

test('of what EXECUTE has left of its two seconds another try is made: it succeeds', async () => {
  const camera = await scriptedCamera(resetsFirst);
  cameras.push(camera);
  expect(await execute(await row(camera.url), 'hls')).toMatchObject({ ok: true });
  expect(camera.requests.some(({ connection }) => connection === 2)).toBe(true);
});

describeWith('ffmpeg', 'of the cases', () => {
  test('a key picture after seven seconds: it is told why at first, and its playlist is held or to be asked for again', async () => {
    const device = await caseOf('long-gop');
    expect(await execute(device, 'hls')).toEqual({
      ok: false,
      errorCode: 'streamUnavailable',
      why: reasonWords({ code: 'no-key-picture', seconds: 0 }).brief,
    });
    let url = '';
    await until(async () => {
      const answer = await execute(device, 'hls');
      if (answer.ok) url = answer.url;
      return answer.ok;
    }, 40_000);
    const [, media = ''] = (await (await fetch(url)).text()).match(/^([^#\s].*)$/m) ?? [];
    await until(async () => {
      const { status, headers } = await fetch(new URL(media, url));
      expect([200, 503]).toContain(status);
      if (status === 503) expect(headers.get('retry-after')).toMatch(/^\d+$/);
      return status === 200;
    }, 40_000);
  });

  test.each([
    ['b-pictures', 'b-pictures', { bPictures: 'seen' }],
    ['open-gop', 'b-pictures', { bPictures: 'seen', noIdr: false }],
    ['open-gop-without-b-pictures', 'no-idr', { noIdr: true }],
  ] as const)('%s: by HLS, and by WebRTC why not', async (name, code, facts) => {
    const device = await caseOf(name);
    await until(async () => (await execute(device, 'hls')).ok, 40_000);
    const { brief: why } = reasonWords({ code });
    let answer: Awaited<ReturnType<typeof execute>> | undefined;
    await until(async () => {
      answer = await execute(device, 'webrtc');
      return !answer.ok;
    }, 40_000);
    expect(answer).toEqual({ ok: false, errorCode: 'streamUnplayable', why });
    const { exit, out } = await cameraCommand(bridge.dataDir, ['check', device, '--json']);
    expect(JSON.parse(out)).toMatchObject({ plays: true, stream: facts });
    expect(exit).toBe(0);
  });
});
