/**
 * A camera's row is put right while it is watched, and the wrong camera goes on answering.
 *
 * @takes 22 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { signal } from '../../simulator/client/signal.ts';
import { until } from '../until.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import type { SourceSettings } from '../../wall/partitions/camera-address.ts';
import type { Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';

jest.setTimeout(120_000);

const clips = loadClips();
const names = ['birch/front-door', 'harbour/front-door'] as const;

let bridge: DemoBridge;
let operator: Operator;
/** The camera that was entered by mistake, and the one that is meant. */
let cameras: SimulatedCamera[];
/** Another account's display, which is shown its own camera all the time. */
let witness: Receiver;

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  const { accessToken } = await bridge.link(bridge.harbour);
  const device = bridge.harbour.cameras[0]?.deviceId ?? '';
  witness = await watchWebRtc(await openStream(bridge, accessToken, device, 'webrtc'), device);
});
afterAll(async () => {
  witness.close();
  await operator.close();
  await bridge.close();
});

const sourceOf = (camera: SimulatedCamera | undefined, alwaysWarm = true): SourceSettings => {
  const { url: rtsp = '', stillUrl = '' } = camera ?? {};
  return { stream: rtsp, still: stillUrl, transport: 'auto', alwaysWarm };
};

const openCameras = (): Promise<SimulatedCamera[]> =>
  Promise.all(
    names.map((name) => startCamera({ clip: clipOf(clips, name), path: '/door', still: true })),
  );

const tokenOf = async (account: NewAccount): Promise<string> => {
  const order = { origin: bridge.origin, ...bridge.demo.oauth, ...account };
  return (await link(order)).accessToken;
};

interface Watching {
  readonly account: NewAccount;
  readonly token: string;
  readonly hls: string;
  readonly segment: string;
  readonly receiver: Receiver;
}

/** An account whose row leads to the wrong camera, watched by HLS, stills and WebRTC. */
async function watching(name: string): Promise<Watching> {
  cameras = await openCameras();
  const account = await operator.settle(name, cameras[0]?.url ?? '');
  await operator.register.setSource(account.device, sourceOf(cameras[0]));
  const token = await tokenOf(account);
  const hls = await openStream(bridge, token, account.device, 'hls');
  const webrtc = await openStream(bridge, token, account.device, 'webrtc');
  const receiver = await watchWebRtc(webrtc, account.device);
  const segment = (await hlsFiles(hls.url))[2] ?? '';
  return { account, token, hls: hls.url, segment, receiver };
}

const statusesOf = ({ hls, segment }: Watching): Promise<number[]> => {
  const files = [hls, new URL('live.m3u8', hls), new URL('snapshot.jpg', hls), segment];
  return Promise.all(files.map(async (url) => (await fetch(url)).status));
};

/** Resolves when the witness has been sent so many more seconds of pictures. */
async function shownElsewhere(seconds: number): Promise<void> {
  const at = () => witness.video.at(-1)?.header.timestamp ?? 0;
  const from = at();
  // RTP counts 90,000 a second, and begins anew behind 32 bits.
  await until(() => (at() - from) >>> 0 > seconds * 90_000);
}

const causes: [string, (of: Watching) => Promise<unknown>][] = [
  [
    'its address is corrected',
    ({ account }) => operator.register.setSource(account.device, sourceOf(cameras[1])),
  ],
  [
    'it changes places with another camera',
    async ({ account }) => {
      const other = await operator.settle('neighbour', cameras[1]?.url ?? '');
      await operator.register.setSource(other.device, sourceOf(cameras[1], false));
      await operator.register.swap(account.device, other.device);
      await operator.register.remove(other.device);
    },
  ],
  [
    'its ONVIF address is corrected',
    ({ account }) =>
      operator.register.setSource(account.device, {
        ...sourceOf(cameras[0]),
        onvif: 'http://127.0.0.1:9/onvif/device_service',
      }),
  ],
  [
    'it is pinned anew',
    ({ account }) => createPinRegister(operator.store, pinReading).repin(account.device),
  ],
  [
    'another camera answers in its place over one line',
    async ({ account }) => {
      const [entry] = await operator.store.of(account.account).entries();
      if (entry === undefined) throw new Error('there is no camera');
      const stranger = { description: 'another', since: Date.now() };
      await operator.store.operator.pins.note(entry.camera, 'still', stranger, entry.opening);
    },
  ],
];

test.each(causes)('all that was opened before ends when %s', async (cause, change) => {
  const of = await watching(`household${causes.findIndex(([name]) => name === cause)}`);
  try {
    expect(await statusesOf(of)).toEqual([200, 200, 200, 200]);
    await change(of);
    // The promise: ended within a second, and nothing comes after that.
    const changedAt = performance.now();
    await until(async () => (await fetch(new URL('live.m3u8', of.hls))).status === 404);
    expect(performance.now() - changedAt).toBeLessThan(1_000);
    expect(await statusesOf(of)).toEqual([404, 404, 404, 404]);
    // A request asks by itself; what is sent unasked has its second.
    await shownElsewhere(1);
    const received = of.receiver.video.length;
    await shownElsewhere(1);
    expect(of.receiver.video.length).toBe(received);
  } finally {
    of.receiver.close();
    await operator.register.remove(of.account.device);
    for (const camera of cameras) await camera.close();
  }
});

test('a camera that is kept warm is let go at once where it was wrong', async () => {
  const of = await watching('warm');
  of.receiver.close();
  try {
    const [wrong, right] = cameras;
    expect(wrong?.viewers).toBeGreaterThan(0);
    await operator.register.setSource(of.account.device, sourceOf(right));
    await until(() => wrong?.viewers === 0);
  } finally {
    await operator.register.remove(of.account.device);
    for (const camera of cameras) await camera.close();
  }
});

test('so is one that nobody watches any more, before it has lingered', async () => {
  cameras = await openCameras();
  const [wrong, right] = cameras;
  const account = await operator.settle('lingering', wrong?.url ?? '');
  const { device } = account;
  try {
    const token = await tokenOf(account);
    const given = await openStream(bridge, token, device, 'webrtc');
    const ended = await signal(given, { action: 'end', deviceId: device });
    expect([ended.status, wrong?.viewers]).toEqual([200, 1]);
    await operator.register.setSource(device, sourceOf(right, false));
    // By itself it would linger for twenty seconds.
    await until(() => wrong?.viewers === 0, 5_000);
  } finally {
    await operator.register.remove(device);
    for (const camera of cameras) await camera.close();
  }
});
