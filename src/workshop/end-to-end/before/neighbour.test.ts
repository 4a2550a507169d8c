/**
 * What one account does, as hard as it can, and what is left for its neighbour.
 *
 * @takes 44 s
 */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { signal } from '../../../simulator/client/signal.ts';
import { authorizeQuery } from '../../../simulator/client/oauth-forms.ts';
import { newOffer } from '../../bench/attack-offer.ts';
import { largeClip } from '../../bench/large-clip.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { packetise } from '../../../simulator/clips/packets.ts';
import { link } from '../../../simulator/client/link.ts';
import { writeWatermark } from '../../../simulator/watermark/watermark.ts';
import { createJar, hidden } from '../../testing/cookie-jar.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { addAccounts } from '../../testing/more-accounts.ts';
import { scriptedFfmpeg, type ScriptedFfmpeg } from '../../testing/scripted-ffmpeg.ts';
import {
  eventually,
  openStreet,
  segmentsOf,
  stillOf,
  type LinkedAccount,
  type Street,
} from '../../testing/street.ts';

jest.setTimeout(120_000);

const mebibyte = 1024 * 1024;

let ffmpeg: ScriptedFfmpeg;
let street: Street;
const open: SimulatedCamera[] = [];
beforeAll(async () => {
  ffmpeg = await scriptedFfmpeg(
    'echo in >> $notes',
    'cat > /dev/null; sleep 1',
    'echo out >> $notes',
  );
  street = await openStreet(ffmpeg.settings);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await street.close();
  await ffmpeg.close();
});

/** A stream of a camera that Harbour has besides its own. */
async function streamFrom(starting: Promise<SimulatedCamera>) {
  const camera = await starting;
  open.push(camera);
  return street.open(street.harbour, await street.addCamera(street.harbour, camera.url));
}

/** Of the demo, with its first camera. */
function demoAccount({ email }: LinkedAccount) {
  const found = street.demo.accounts.find((one) => one.email === email);
  if (found === undefined) throw new TypeError('nobody lives there');
  return { email, password: found.password, device: found.cameras[0]?.deviceId ?? '' };
}

/** Does it so often, so many at a time. */
async function often<R>(times: number, work: (at: number) => Promise<R>, lanes = 8): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < times) results.push(await work((next += 1) - 1));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

/** How many of the answers have this status. */
const having = (wanted: number, answers: readonly { readonly status: number }[]): number =>
  answers.filter(({ status }) => status === wanted).length;

test('offers on one ticket: it does not get as many as it likes', async () => {
  const { device } = demoAccount(street.harbour);
  const given = await street.open(street.harbour, device, 'webrtc');
  const offer = () => signal(given, { action: 'offer', deviceId: device, sdp: newOffer() });
  expect(having(200, await often(400, offer, 400))).toBeLessThanOrEqual(300);
});

test('linkings: nor as many of them', async () => {
  const { email, password } = demoAccount(street.harbour);
  const browser = createJar(street.demo.origin);
  await browser.post('/sign-in', { email, password });
  const { clientId: client, redirectUri } = street.demo.oauth;
  const path = `/oauth/authorize?${authorizeQuery({ client, redirectUri, state: 'again' })}`;
  const binding = hidden((await browser.get(path)).text, 'binding');
  const agree = () => browser.post(path, { decision: 'agree', binding });
  expect(having(302, await often(100, agree))).toBeLessThanOrEqual(60);
});

test('right sign-ins: nor as many of them', async () => {
  const { email, password } = demoAccount(street.harbour);
  const signIn = () => createJar(street.demo.origin).post('/sign-in', { email, password });
  // Those that are looked at together may be too many by so many.
  expect(having(303, await often(80, signIn))).toBeLessThanOrEqual(68);
});

test('stills: one at a time is made for it', async () => {
  const streams = await Promise.all([1, 2].map(() => streamFrom(startWatermarked('harbour'))));
  for (const { url } of streams) {
    await eventually('pictures', async () => (await segmentsOf(url)).length > 0);
  }
  await Promise.all(streams.map(stillOf));
  const notes = (await readFile(ffmpeg.notes, 'utf8')).trim();
  expect(notes.replaceAll('\n', ' ')).toBe('in out in out');
});

test('large pictures: what is kept of its camera is bounded', async () => {
  const { video, ...clip } = largeClip(128, 77);
  // Each picture is a key picture of 3.8 MB.
  const keys = { ...video, pictures: video.pictures.slice(0, 1) };
  const large = { ...clip, video: keys, packets: packetise(keys, undefined), fps: 4 };
  let sent = 0;
  const whose = { owner: 'harbour', camera: 'large' };
  const watermark = () => writeWatermark({ ...whose, number: (sent += 1), filmedAt: Date.now() });
  const { url } = await streamFrom(startCamera({ clip: large, path: '/large', watermark }));
  const end = sent + 20;
  const listed = async (): Promise<number> => {
    const sizes = (await segmentsOf(url)).map(async (segment) => {
      const { headers } = await fetch(segment, { method: 'HEAD' });
      return Number(headers.get('content-length'));
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  let most = 0;
  while (sent < end) most = Math.max(most, await listed());
  if (most === 0) throw new Error('nothing of it was shown');
  expect(most).toBeLessThanOrEqual(32 * mebibyte);
});

test('streams: some accounts do not have all there are', async () => {
  const { origin, oauth } = street.demo;
  const harbour = demoAccount(street.harbour);
  const accounts = addAccounts(street.dataDir, harbour, 63);
  let taken = 0;
  await often(accounts.length, async (at) => {
    const { email = '', device = '' } = accounts[at] ?? {};
    const { accessToken: token } = await link({ ...harbour, ...oauth, origin, email });
    for (let stream = 0; stream < 32; stream += 1) {
      if (typeof (await street.ask({ email, token }, device)) === 'object') taken += 1;
    }
  });
  if (taken < 1_900) throw new Error(`there are ${2_000 - taken} left`);
  const given = await street.ask(street.birch, demoAccount(street.birch).device);
  expect(typeof given === 'string' ? given : 'SUCCESS').toBe('SUCCESS');
});
