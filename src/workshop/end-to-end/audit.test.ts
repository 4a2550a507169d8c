/**
 * The delivery record of the real process: what was watched is in it, whatever becomes of the process.
 *
 * @takes 22 s
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import { signal } from '../../simulator/client/signal.ts';
import { readConfig } from '../../bridge/config/config.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { link } from '../../simulator/client/link.ts';
import type { Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import { openWorkplace, type Workplace } from '../testing/bridge-process.ts';
import { intendAt } from '../testing/intend.ts';
import { openOperator } from '../testing/operator.ts';
import { startDemoBridge } from '../testing/demo-bridge.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { openStream } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';

// Processes are started and killed, and a busy machine starts them slowly.
jest.setTimeout(120_000);

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.close());

interface Session {
  readonly account: string;
  readonly device: string;
  readonly protocol: string;
  readonly bytes: number;
  readonly units: number;
  readonly to: string;
  readonly build: string;
  readonly reason?: string;
}

async function casement<T>(...args: string[]): Promise<T> {
  const env = { PATH: process.env['PATH'], DATA_DIR: `${place.folder}/data` };
  const { code, stdout, stderr } = await runCommandHere([...args, '--json'], {
    cwd: place.folder,
    env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

const sessions = async () =>
  (await casement<{ sessions: readonly Session[] }>('audit', 'show')).sessions;

function by(protocol: 'hls' | 'webrtc', told: readonly Session[]): Session {
  const found = told.find((session) => session.protocol === protocol);
  if (found === undefined) throw new Error(`nothing by ${protocol}: ${JSON.stringify(told)}`);
  return found;
}

type Demo = Awaited<ReturnType<Workplace['start']>>['demo'];

/** A linked display of an account, before that account's first camera. */
async function display({ origin, oauth, accounts }: Demo, at = 0) {
  const { email, password, cameras } = accounts[at] ?? { cameras: [], email: '', password: '' };
  const device = cameras[0]?.deviceId ?? '';
  const { accessToken } = await link({ origin, ...oauth, email, password });
  const asked = { intend: intendAt(origin) };
  return {
    email,
    device,
    open: (protocol: 'hls' | 'webrtc') => openStream(asked, accessToken, device, protocol),
  };
}

/** Fetches playlists and so many segments; returns how many bytes came. */
async function watchHls(master: string, segments: number): Promise<number> {
  let bytes = 0;
  const seen = new Set<string>();
  async function read(url: URL | string): Promise<string> {
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    bytes += body.length;
    return body.toString('latin1');
  }
  await read(master);
  const media = new URL('live.m3u8', master);
  while (seen.size < segments) {
    const listed = entriesOf(await read(media));
    for (const name of listed.filter((one) => !seen.has(one)).slice(0, segments - seen.size)) {
      seen.add(name);
      await read(new URL(name, media));
    }
    await sleep(200);
  }
  return bytes;
}

/** Bytes of RTP that arrived: header extensions and repetitions make what was sent differ a little. */
const arrived = ({ video, audio }: Receiver, videoPackets = video.length): number =>
  [...video.slice(0, videoPackets), ...audio].reduce(
    (sum, packet) => sum + packet.serialize().length,
    0,
  );

test('what was watched by HLS and by WebRTC is recorded, to the byte and to the picture', async () => {
  const bridge = await place.start();
  const birch = await display(bridge.demo);
  const fetched = await watchHls((await birch.open('hls')).url, 8);
  const webrtc = await birch.open('webrtc');
  const receiver = await watchWebRtc(webrtc, birch.device, 40);
  await signal(webrtc, { action: 'end' });
  await sleep(300);
  receiver.close();
  // Asked for and never opened: nothing was delivered, so there is nothing to tell.
  await birch.open('hls');
  await bridge.end('SIGTERM');

  const operator = openOperator(bridge.dataDir);
  const account = (await operator.store.directory.byEmail(birch.email))?.id;
  await operator.close();
  const told = await sessions();
  expect(told).toHaveLength(2);
  const hls = by('hls', told);
  expect(hls).toMatchObject({
    account,
    device: birch.device,
    bytes: fetched,
    reason: 'shutdown',
    build: expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/),
  });
  // Five segments in which the first picture stands still, three of about a second, 15 pictures a second.
  expect(hls.units).toBeGreaterThan(20);
  const { bytes, units, ...rest } = by('webrtc', told);
  expect(rest).toMatchObject({ account, device: birch.device, reason: 'display' });
  expect(bytes).toBeGreaterThanOrEqual(arrived(receiver) * 0.98);
  expect(bytes).toBeLessThanOrEqual(arrived(receiver) * 1.1);
  const pictures = new Set(receiver.video.map(({ header }) => header.timestamp)).size;
  expect(units).toBeGreaterThanOrEqual(pictures);
  expect(units).toBeLessThanOrEqual(pictures + receiver.audio.length + 5);
  expect(await casement('audit', 'verify')).toMatchObject({ verified: true });
});

test('after kill -9 at most a second is missing, and the next start closes what was open', async () => {
  const bridge = await place.start();
  const birch = await display(bridge.demo);
  const harbour = await display(bridge.demo, 1);
  const hls = await birch.open('hls');
  const receiver = await watchWebRtc(await harbour.open('webrtc'), harbour.device);
  const fetched = await watchHls(hls.url, 2);
  // A second in which the HLS display fetches nothing: all it had must be there.
  const before = receiver.video.length;
  await sleep(1_000);
  const secondAgo = arrived(receiver, before);
  const killedAt = Date.now();
  await bridge.end('SIGKILL');
  receiver.close();

  // With nobody there yet who could close them, they are told as running.
  const left = await sessions();
  expect(by('hls', left)).toMatchObject({ bytes: fetched });
  expect(by('hls', left)).not.toHaveProperty('reason');
  const again = await place.start();
  const told = await sessions();
  expect(told).toHaveLength(2);
  expect(by('hls', told)).toMatchObject({ bytes: fetched, reason: 'crashed' });
  const { bytes, to, reason } = by('webrtc', told);
  expect(reason).toBe('crashed');
  expect(bytes).toBeGreaterThanOrEqual(secondAgo * 0.98);
  expect(killedAt - Date.parse(to)).toBeLessThanOrEqual(1_000);
  expect(await casement('audit', 'verify')).toMatchObject({ verified: true });
  await again.end('SIGTERM');
});

test('a second bridge on the same folder is refused, while the commands may read', async () => {
  const bridge = await place.start();
  expect(await place.startRefused()).toMatchObject({
    code: 1,
    output: expect.stringContaining('another bridge works on'),
  });
  expect(await casement('audit', 'verify')).toMatchObject({ verified: true });
  const ready = await fetch(`${bridge.demo.origin}/readyz`);
  expect(await ready.json()).toMatchObject({ checks: { record: true } });
  await bridge.end('SIGTERM');
});

test('where the operator wants no record, none is written and everything plays', async () => {
  const bridge = await startDemoBridge({ audit: { ...readConfig({}).audit, on: false } });
  try {
    const birch = await display(bridge.demo);
    expect(await watchHls((await birch.open('hls')).url, 1)).toBeGreaterThan(1_000);
    const files = readdirSync(bridge.dataDir);
    expect(files).toContain(demoFileName);
    // The lock is the folder's, whatever is recorded.
    const record = files.filter((name) => /^audit(?!\.lock)/.test(name));
    expect(record).toEqual([]);
  } finally {
    await bridge.close();
  }
});
