/** A right that begins while the owner watches: nothing filmed before is delivered under it. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { watching } from '../../pictures/cameras/rtsp/testing/watching.ts';
import { splitNals } from '../../pictures/media/h264/annex-b.ts';
import { pesOfTs } from '../../pictures/media/mpegts/read-video.ts';
import { until } from '../until.ts';
import { createSwitch } from '../../wall/operator/switch.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
let owner: NewAccount;
let guest: NewAccount;

const rtsp = () => bridge.birch.cameras[1]?.rtsp ?? '';
const tokenOf = async (of: NewAccount): Promise<string> => (await bridge.link(of)).accessToken;

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  owner = await operator.settle('owner', `${rtsp()}?channel=1`);
  guest = await operator.settle('guest', `${rtsp()}?channel=2`);
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

const playlistOf = async (master: string): Promise<string> =>
  (await fetch(new URL('live.m3u8', master))).text();
const namesIn = (playlist: string, of: 'held' | 'filmed'): string[] =>
  playlist.split('\n').filter((line) => line.startsWith(of === 'held' ? 'h' : 's'));

/** When each listed segment was filmed: milliseconds since 1970; nothing of those in which a picture stands still. */
async function filmedAt(master: string): Promise<number[]> {
  const times = (await playlistOf(master)).matchAll(/PROGRAM-DATE-TIME:(\S+)/g);
  return [...times].map(([, at = '']) => Date.parse(at));
}

/** The first picture of a segment, without its parameter sets. */
async function firstPicture(master: string, name: string | undefined): Promise<Buffer> {
  const answer = await fetch(new URL(name ?? 'nothing', master));
  expect(answer.status).toBe(200);
  const [first] = pesOfTs(Buffer.from(await answer.arrayBuffer()));
  const slices = splitNals(first ?? Buffer.of()).filter(([head = 0]) => (head & 0x1f) === 5);
  expect(slices.length).toBeGreaterThan(0);
  return Buffer.concat(slices);
}

/** When all that a display is shown first was filmed: the picture that stands still is the one that begins the rest. */
async function shownFirst(master: string): Promise<number[]> {
  const [still] = namesIn(await playlistOf(master), 'held');
  await until(async () => (await filmedAt(master)).length > 0);
  const playlist = await playlistOf(master);
  if (still !== undefined) {
    const [own] = namesIn(playlist, 'filmed');
    expect(await firstPicture(master, still)).toEqual(await firstPicture(master, own));
  }
  return filmedAt(master);
}

/** Resolves when the camera has filmed so many more key pictures, one a second, whoever is shown them. */
async function filmed(keys: number): Promise<void> {
  const { source, video } = watching(rtsp());
  // It begins with one that was filmed before.
  await until(() => video.filter(({ key }) => key).length > keys);
  await source.close();
}

test('a viewer has nothing filmed before the share, nor anybody what was filmed while suspended', async () => {
  const ownToken = await tokenOf(owner);
  const guestToken = await tokenOf(guest);
  const own = await openStream(bridge, ownToken, owner.device, 'hls');
  await until(async () => (await filmedAt(own.url)).length >= 3);
  const before = await playlistOf(own.url);
  const older = [namesIn(before, 'held')[0], namesIn(before, 'filmed').at(-1)];

  const sharedAt = Date.now();
  const device = await operator.register.share(owner.device, guest.account);
  const shared = await openStream(bridge, guestToken, device, 'hls');
  const listed = await shownFirst(shared.url);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.filter((at) => at < sharedAt)).toEqual([]);
  for (const past of older) {
    expect((await fetch(new URL(past ?? '', own.url))).status).toBe(200);
    expect((await fetch(new URL(past ?? '', shared.url))).status).toBe(404);
  }

  const operatorSwitch = createSwitch(operator.store, Date.now);
  await operatorSwitch.suspend({ of: 'all' });
  await filmed(2);
  await operatorSwitch.resume({ of: 'all' });
  const resumedAt = Date.now();
  const again = await openStream(bridge, ownToken, owner.device, 'hls');
  const after = await shownFirst(again.url);
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((at) => at < resumedAt - 50)).toEqual([]);
});
