import { expect, test } from '@jest/globals';
import { clipOf, loadClips } from '../clips/clip.ts';
import { RawClient } from './testing/raw-client.ts';
import { startCamera, type CameraOptions } from './simulate.ts';

const clips = loadClips();
const birch = clipOf(clips, 'birch/front-door');
const harbour = clipOf(clips, 'harbour/front-door');

/** What a camera calls itself over RTSP and over HTTP, and calls itself once it plays `next`. */
async function called(options: CameraOptions, next = options.clip) {
  const camera = await startCamera({ path: '/door', still: true, ...options });
  const client = await RawClient.connect(camera.url);
  try {
    const rtsp = async () => (await client.request('DESCRIBE')).headers.get('server');
    const http = async () => (await fetch(camera.stillUrl ?? '')).headers.get('server');
    const before = [await rtsp(), await http()];
    camera.play(next);
    return [...before, await rtsp(), await http()];
  } finally {
    await client.close();
    await camera.close();
  }
}

test('cameras that look alike have serial numbers of their own, which go with what they film', async () => {
  const [birchs = ''] = await called({ clip: birch });
  const [harbours = ''] = await called({ clip: harbour });
  expect(birchs).toMatch(/^Lattice\/1\.0 LT-[0-9A-F]{8}$/);
  expect(harbours).not.toBe(birchs);
  expect(await called({ clip: birch }, harbour)).toEqual([birchs, birchs, harbours, harbours]);
});

test('a serial number that was given stays, and may be the same for two', async () => {
  const twin = Array(4).fill('Lattice/1.0 LT-TWIN');
  expect(await called({ clip: birch, serial: 'LT-TWIN' }, harbour)).toEqual(twin);
  expect(await called({ clip: harbour, serial: 'LT-TWIN' })).toEqual(twin);
});
