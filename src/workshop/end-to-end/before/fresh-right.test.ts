/**
 * A right that begins while a camera is open already: what was filmed before is not shown under it.
 *
 * @takes 25 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { packetise } from '../../../simulator/clips/packets.ts';
import type { Watermark } from '../../../simulator/watermark/watermark.ts';
import { filming, startWatermarked } from '../../testing/watermarked-camera.ts';
import {
  eventually,
  watermarksIn,
  openStreet,
  segmentsOf,
  type LinkedAccount,
  type Street,
} from '../../testing/street.ts';
import { openWebRtcDisplay } from '../../testing/webrtc-display.ts';

jest.setTimeout(120_000);

let street: Street;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  street = await openStreet();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => street.close());

/** A camera of Birch's that is kept warm, and Birch's display, which has watched for some segments. */
async function watched(...of: Parameters<typeof startWatermarked>) {
  const camera = await startWatermarked(...of);
  open.push(camera);
  const device = await street.addCamera(street.birch, camera.url, '--always-warm');
  const { url } = await street.open(street.birch, device);
  return { device, url };
}

async function share(device: string): Promise<string> {
  const shared = await street.told('camera', 'share', device, street.harbour.email);
  return (shared as { device: string }).device;
}

async function watchWebRtc(account: LinkedAccount, device: string) {
  const display = await openWebRtcDisplay(await street.open(account, device, 'webrtc'), device);
  open.push(display);
  return display;
}

/** How much of it was filmed too early, in seconds. */
const early = (watermarks: readonly Watermark[], from: number, to: number): number => {
  const before = watermarks.filter(({ filmedAt }) => filmedAt > from && filmedAt < to);
  return Math.round((to - Math.min(to, ...before.map(({ filmedAt }) => filmedAt))) / 100) / 10;
};

test('by HLS a new viewer is shown nothing that was filmed before the share', async () => {
  const { device, url } = await watched('birch');
  await eventually('a window', async () => (await segmentsOf(url)).length >= 4);
  const since = Date.now();
  const given = await street.open(street.harbour, await share(device));
  const watermarks = await eventually('a segment', async () => {
    const listed = await watermarksIn(given.url);
    return listed.length > 0 && listed;
  });
  expect({ seconds: early(watermarks, 0, since) }).toEqual({ seconds: 0 });
});

/**
 * Key pictures are six seconds apart: many cameras make them rarely. Between them is one picture again
 * and again, which none refers to, so that none seems to be missing.
 */
function rareKeys() {
  const clip = filming('birch');
  const [key, next] = clip.video.pictures;
  const unreferred = next?.nals.map((nal) =>
    Buffer.from([(nal[0] ?? 0) & 0x1f, ...nal.subarray(1)]),
  );
  const between = Array.from({ length: 89 }, () => ({ key: false, nals: unreferred ?? [] }));
  const pictures = key === undefined ? [] : [key, ...between];
  const video = { ...clip.video, pictures };
  return { ...clip, video, packets: packetise(video, undefined), audio: undefined };
}

test('nor by WebRTC', async () => {
  const { audio: _none, ...clip } = rareKeys();
  const { device } = await watched('birch', { clip });
  const own = await watchWebRtc(street.birch, device);
  await eventually('pictures of now', () => (own.read.at(-1)?.filmedAt ?? 0) > Date.now() - 300);
  const { keys } = own;
  await eventually('a key picture', () => own.keys > keys);
  // A second behind it; the next one is five away.
  const behind = own.read.length + 15;
  await eventually('pictures behind it', () => own.read.length >= behind);
  const since = Date.now();
  const guest = await watchWebRtc(street.harbour, await share(device));
  await eventually('a picture', () => guest.read.length > 0);
  expect({ seconds: early(guest.read, 0, since) }).toEqual({ seconds: 0 });
});

test('after a suspension nobody is shown what was filmed meanwhile', async () => {
  const { device, url } = await watched('birch');
  await eventually('pictures', async () => (await segmentsOf(url)).length > 0);
  await street.told('suspend', '--device', device);
  const from = Date.now();
  // How long it lasts.
  await sleep(2_000);
  const to = Date.now();
  await street.told('resume', '--device', device);
  const given = await street.open(street.birch, device);
  const watermarks = await eventually('a segment', async () => {
    const listed = await watermarksIn(given.url);
    return listed.length > 0 && listed;
  });
  expect({ seconds: early(watermarks, from, to) }).toEqual({ seconds: 0 });
});
