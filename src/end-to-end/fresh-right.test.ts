/** A right that begins while the owner watches: nothing filmed before is delivered under it. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until, watching } from '../cameras/rtsp/testing/watching.ts';
import { link } from '../lab/link.ts';
import { createSwitch } from '../partitions/switch.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewHousehold, type Operator } from '../testing/operator.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
let owner: NewHousehold;
let guest: NewHousehold;

const rtsp = () => bridge.birch.cameras[1]?.rtsp ?? '';
const tokenOf = async (of: NewHousehold): Promise<string> =>
  (await link({ origin: bridge.origin, ...bridge.demo.oauth, ...of })).accessToken;

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

/** When each listed segment was filmed: milliseconds since 1970. */
async function filmedAt(master: string): Promise<number[]> {
  const text = await (await fetch(new URL('live.m3u8', master))).text();
  return [...text.matchAll(/PROGRAM-DATE-TIME:(\S+)/g)].map(([, at = '']) => Date.parse(at));
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
  const older = await hlsFiles(own.url);

  const sharedAt = Date.now();
  const device = await operator.register.share(owner.device, guest.account);
  const shared = await openStream(bridge, guestToken, device, 'hls');
  const listed = await filmedAt(shared.url);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.filter((at) => at < sharedAt)).toEqual([]);
  const past = new URL(older[2] ?? '').pathname.split('/').at(-1) ?? '';
  expect((await fetch(new URL(past, own.url))).status).toBe(200);
  expect((await fetch(new URL(past, shared.url))).status).toBe(404);

  const operatorSwitch = createSwitch(operator.store, Date.now);
  await operatorSwitch.suspend({ of: 'all' });
  await filmed(2);
  await operatorSwitch.resume({ of: 'all' });
  const resumedAt = Date.now();
  const again = await openStream(bridge, ownToken, owner.device, 'hls');
  const after = await filmedAt(again.url);
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((at) => at < resumedAt - 50)).toEqual([]);
});
