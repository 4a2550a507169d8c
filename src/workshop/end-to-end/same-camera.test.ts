/**
 * The same camera's other stream, and the same camera under a new password, are the same camera.
 *
 * @takes 13 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { scriptedCamera, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { until } from '../until.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';
import { allDevices } from '../../storage/contract/whole.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

/** An account with a camera at `rtsp`; `watched` resolves to the bytes of a segment of it. */
async function settle(name: string, rtsp: string) {
  const account = await operator.settle(name, rtsp);
  const order = { origin: bridge.origin, ...bridge.demo.oauth, ...account };
  const { accessToken } = await link(order);
  const { device } = account;
  return {
    device,
    move: (url: string) =>
      operator.register.setSource(device, { stream: url, transport: 'tcp', alwaysWarm: false }),
    alarms: () =>
      bridge
        .logged()
        .split('\n')
        .filter((line) => line.includes('other-camera') && line.includes(device)),
    pins: async () =>
      (
        await createPinRegister(operator.store, pinReading).of(await allDevices(operator.store))
      ).get(device),
    async watched(): Promise<number> {
      const { url } = await openStream(bridge, accessToken, device, 'hls');
      let segment = '';
      while (!segment.endsWith('.ts')) [, , segment = ''] = await hlsFiles(url);
      return (await (await fetch(segment)).arrayBuffer()).byteLength;
    },
  };
}

// What main and sub stream of three makers say of themselves, beside what names the device.
const makers = [
  [
    'Reolink',
    'LIVE555 Streaming Media v2013.04.08',
    ['s=Session streamed by "preview"', 'i=h264Preview_01_main'],
    ['s=Session streamed by "preview"', 'i=h264Preview_01_sub'],
  ],
  ['Foscam', 'Foscam', ['s=IP Camera Video', 'i=videoMain'], ['s=IP Camera Video', 'i=videoSub']],
  [
    'Beward',
    'Beward',
    ['o=StreamingServer 1 1 IN IP4 192.0.2.10', 's=av0_0'],
    ['o=StreamingServer 2 1 IN IP4 192.0.2.10', 's=av0_1'],
  ],
] as const;

test.each(makers)(
  '%s: from the main to the sub stream is no alarm',
  async (name, server, main, sub) => {
    const camera = await scriptedCamera({
      reply({ method, uri }, usual) {
        if (method !== 'DESCRIBE') return usual;
        const said = uri.includes('/main') ? main : sub;
        const body = usualSdp.replace('v=0', ['v=0', ...said].join('\r\n'));
        const headers = {
          'Content-Base': `${uri}/`,
          'Content-Type': 'application/sdp',
          Server: server,
        };
        return { status: 200, headers, body };
      },
    });
    open.push(camera);
    const stream = (path: string) => new URL(path, camera.url).href;
    const settled = await settle(name.toLowerCase(), stream('/main'));
    const played = () => camera.requests.filter(({ method }) => method === 'PLAY');
    expect(await settled.watched()).toBeGreaterThan(0);
    const pins = await settled.pins();
    await settled.move(stream('/sub'));
    expect(await settled.watched()).toBeGreaterThan(0);
    expect(played().at(-1)?.uri).toContain('/sub');
    expect(settled.alarms()).toEqual([]);
    expect(await settled.pins()).toStrictEqual(pins);
  },
);

test('a new password is no other camera', async () => {
  const clip = clipOf(loadClips(), 'birch/front-door');
  const withPassword = async (password: string) => {
    const auth = { scheme: 'digest', user: 'viewer', password } as const;
    const camera = await startCamera({ clip, path: '/door', auth, port });
    open.push(camera);
    return camera;
  };
  let port = 0;
  const before = await withPassword('sesame');
  port = Number(new URL(before.url).port);
  const settled = await settle('door', before.url);
  expect(await settled.watched()).toBeGreaterThan(0);
  const pins = await settled.pins();
  expect(pins).toMatchObject([{ line: 'stream', state: 'bound' }]);

  await before.close();
  const after = await withPassword('open sesame');
  await settled.move(after.url);
  // Until the feed of the old address has let go, and the bridge has connected anew.
  await until(async () => (await settled.watched().catch(() => 0)) > 0, 45_000);
  expect(await settled.pins()).toStrictEqual(pins);
  expect(settled.alarms()).toEqual([]);
});
