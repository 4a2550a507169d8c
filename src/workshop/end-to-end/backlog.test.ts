/** The bridge stands still while a right begins: what its kernel holds from before is not shown under it. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { DeviceId } from '../../identity/ids.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import type { Clip } from '../../simulator/clips/clip.ts';
import { packetise } from '../../simulator/clips/packets.ts';
import { writeWatermark, type Watermark } from '../../simulator/watermark/watermark.ts';
import { filming, startWatermarked } from '../testing/watermarked-camera.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import {
  eventually,
  watermarksIn,
  openStreet,
  segmentsOf,
  type Street,
} from '../testing/street.ts';

jest.setTimeout(120_000);

let street: Street;
let operator: Operator;
let camera: SimulatedCamera | undefined;
beforeAll(async () => {
  street = await openStreet();
  operator = openOperator(street.dataDir);
});
afterAll(async () => {
  await operator.close();
  await street.close();
  await camera?.close();
});

/** As a camera of 12 Mbit/s films, by filler data (type 12): what is small is read up too soon. */
function heavy(): Clip {
  const { audio: _audio, ...clip } = filming('birch');
  const filler = Buffer.alloc(100 * 1024, 0xff);
  filler[0] = 0x0c;
  const pictures = clip.video.pictures.map((one) => ({ ...one, nals: [...one.nals, filler] }));
  const video = { ...clip.video, pictures };
  return { ...clip, video, packets: packetise(video, undefined) };
}

/** Two seconds of pictures: after five of silence the bridge would connect anew, and read none of them. */
const backlog = 30;
/** What may have been on its way when a right began. */
const onItsWayMs = 500;

test('a share that begins while the bridge stands still shows nothing of before', async () => {
  let number = 0;
  const watermark = (): string =>
    writeWatermark({
      owner: 'birch',
      camera: 'birch',
      number: (number += 1),
      filmedAt: Date.now(),
    });
  // However long the standstill, the camera gives up nothing.
  const maxBacklogBytes = 256 * 1024 * 1024;
  camera = await startWatermarked('birch', { clip: heavy(), watermark, maxBacklogBytes });
  const device = await street.addCamera(street.birch, camera.url, '--always-warm');
  const own = await street.open(street.birch, device);
  await eventually('pictures', async () => (await segmentsOf(own.url)).length > 0);

  const harbour = await operator.store.directory.byEmail(street.harbour.email);
  if (harbour === undefined) throw new Error('no such account');

  process.kill(street.pid, 'SIGSTOP');
  let shared: DeviceId;
  let since: number;
  try {
    const filmed = number;
    await eventually('a backlog', () => number >= filmed + backlog);
    // In this process, at once: a command takes a second or two to start.
    shared = await operator.register.share(DeviceId(device), harbour.id, {});
    since = Date.now();
  } finally {
    process.kill(street.pid, 'SIGCONT');
  }

  const given = await street.open(street.harbour, shared);
  const known = new Set<string>();
  const watermarks: Watermark[] = [];
  await eventually('pictures of after', async () => {
    watermarks.push(...(await watermarksIn(given.url, known)));
    return watermarks.some(({ filmedAt }) => filmedAt > since + 1_000);
  });
  const early = watermarks.map(({ filmedAt }) => since - filmedAt).filter((ms) => ms > onItsWayMs);
  expect(early).toEqual([]);
});
