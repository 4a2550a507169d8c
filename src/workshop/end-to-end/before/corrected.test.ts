/**
 * A camera's row leads to another account's camera by slip, and is corrected.
 *
 * @takes 27 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { openTcpProxy } from '../../proof/proxy/tcp-proxy.ts';
import { watermarksOfStill, ownersOf, startWatermarked } from '../../testing/watermarked-camera.ts';
import {
  eventually,
  watermarksIn,
  openStreet,
  stillOf,
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

const start = async (...of: Parameters<typeof startWatermarked>) => {
  const camera = await startWatermarked(...of);
  open.push(camera);
  return camera;
};

test.each([
  ['opened when somebody watches', []],
  ['kept warm', ['--always-warm']],
])('nothing goes on showing another household’s camera once corrected: %s', async (_name, warm) => {
  const birch = await start('birch', { still: true });
  const harbour = await start('harbour', { still: true });
  const at = ({ url, stillUrl = '' }: typeof birch) => ['--still', stillUrl, ...warm, url];
  const [url = '', ...rest] = at(birch).toReversed();
  const device = await street.addCamera(street.harbour, url, ...rest.toReversed());
  const hls = await street.open(street.harbour, device);
  const known = new Set<string>();
  await eventually('pictures', async () => (await watermarksIn(hls.url, known)).length > 0);
  await eventually('a still', async () => (await stillOf(hls)).length > 0);
  const given = await street.open(street.harbour, device, 'webrtc');
  const display = await openWebRtcDisplay(given, device);
  open.push(display);
  await eventually('pictures by WebRTC', () => display.read.length > 10);

  const right = ['--rtsp', harbour.url, '--still', harbour.stillUrl ?? '', ...warm];
  await street.told('camera', 'source', device, ...right);
  await street.told('camera', 'repin', device);
  // The promise is a second.
  await sleep(1_000);
  display.read.length = 0;
  const since = Date.now();
  await sleep(1_000);
  const late = (await watermarksIn(hls.url, known)).filter(({ filmedAt }) => filmedAt >= since);
  const shown = {
    hls: ownersOf(late),
    still: ownersOf(watermarksOfStill(await stillOf(hls))),
    webrtc: ownersOf(display.read),
  };
  expect(shown).toEqual({ hls: [], still: [], webrtc: [] });
  await street.shown(street.harbour, device);
});

test('the record tells afterwards whose pictures were shown, and to whom', async () => {
  const [birch, harbour] = [await start('birch'), await start('harbour')];
  const birchs = await street.addCamera(street.birch, birch.url, '--model', 'Lattice Birch');
  await street.shown(street.birch, birchs);
  // Another port that leads to the same camera, as a router has them.
  const detour = await openTcpProxy(Number(new URL(birch.url).port));
  open.push(detour);
  const slip = birch.url.replace(/:\d+\//, `:${detour.port}/`);
  const device = await street.addCamera(street.harbour, slip, '--model', 'Lattice Harbour');
  const { of } = await street.watch(street.harbour, device);
  if (of.join() !== 'birch') throw new Error(`the slip showed ${of.join()}`);
  await street.told('camera', 'source', device, '--rtsp', harbour.url);
  await street.told('camera', 'repin', device);
  await street.shown(street.harbour, device);

  const asked = ['audit', 'exposure', '--since', '1h'];
  const { stdout } = await street.casement(...asked);
  const both = [street.birch.email, street.harbour.email];
  const named = stdout.split('\n').filter((line) => both.every((email) => line.includes(email)));
  // By the model that was shown, not only by the one that was meant.
  const { accounts } = (await street.told(...asked, '--model', 'Lattice Birch')) as Exposure;
  const shownTo = accounts.filter(({ sessions }) => sessions > 0).map(({ account }) => account);
  const { birch: owner, harbour: other } = await accountIds();
  // One line for each session: a busy machine may need several to see a picture.
  expect({ named: named.length > 0, shownTo: shownTo.toSorted() }).toEqual({
    named: true,
    shownTo: [owner, other].toSorted(),
  });
});

interface Exposure {
  readonly accounts: readonly { readonly account: string; readonly sessions: number }[];
}

async function accountIds(): Promise<{ birch: string; harbour: string }> {
  const list = (await street.told('account', 'list')) as { id: string; email: string }[];
  const idOf = ({ email }: LinkedAccount): string =>
    list.find((one) => one.email === email)?.id ?? '';
  return { birch: idOf(street.birch), harbour: idOf(street.harbour) };
}
