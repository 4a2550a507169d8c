/**
 * One camera under two owners, and one camera in two rows.
 *
 * @takes 22 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { eventually, watermarksIn, openStreet, type Street } from '../../testing/street.ts';

jest.setTimeout(120_000);

let street: Street;
const open: SimulatedCamera[] = [];
beforeAll(async () => {
  street = await openStreet();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => street.close());

async function birchsCamera(): Promise<{ url: string; device: string }> {
  const { url } = await startWatermarked('birch').then((camera) => (open.push(camera), camera));
  return { url, device: await street.addCamera(street.birch, url) };
}

/** Whose pictures Harbour's display is shown after a command by which it was to have a camera. */
async function harbourSees(code: number | null, device: string) {
  return { accepted: code === 0, of: (await street.watch(street.harbour, device)).of };
}

test.each([
  ['as it stands', (url: string) => url],
  ['by another name of its host', (url: string) => url.replace('127.0.0.1', 'localhost')],
])('Birch’s camera is not added for Harbour, its address %s', async (_name, spelt) => {
  const { url } = await birchsCamera();
  const owner = ['--account', street.harbour.email, '--name', 'Gate'];
  const { code, stdout } = await street.casement('camera', 'add', ...owner, '--rtsp', spelt(url));
  const seen = code === 0 ? await harbourSees(code, stdout.trim()) : { accepted: false, of: [] };
  expect(seen).toEqual({ accepted: false, of: [] });
});

test('nor is Harbour’s own moved to where Birch’s is', async () => {
  const { url } = await birchsCamera();
  const own = await startWatermarked('harbour');
  open.push(own);
  // Nobody has watched it: it is not pinned.
  const device = await street.addUntried(street.harbour, own.url);
  const { code } = await street.casement('camera', 'source', device, '--rtsp', url);
  const { accepted, of } = await harbourSees(code, device);
  expect({ accepted, birchs: of.includes('birch') }).toEqual({ accepted: false, birchs: false });
});

test('a suspended camera is shown to nobody, in whatever row it stands', async () => {
  const { url, device } = await birchsCamera();
  const again = await street.addCameraAgain(street.birch, url);
  const { device: shared } = (await street.told(
    'camera',
    'share',
    again,
    street.harbour.email,
  )) as { device: string };
  const running = await street.open(street.harbour, shared);
  await eventually('pictures', async () => (await watermarksIn(running.url)).length > 0);
  await street.told('suspend', '--device', device);
  const since = Date.now();
  const { of, told } = await street.watch(street.harbour, shared, since);
  const { status } = await fetch(running.url);
  expect({ of, told, status }).toEqual({ of: [], told: 'streamUnavailable', status: 404 });
});
