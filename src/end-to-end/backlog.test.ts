/** The bridge stands still while a right begins: what its kernel holds from before is not shown under it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SimulatedCamera } from '../lab/camera/simulate.ts';
import type { Clip } from '../lab/clips/clip.ts';
import { packetise } from '../lab/clips/packets.ts';
import { writeNameplate, type Nameplate } from '../lab/nameplate/nameplate.ts';
import { filming, startMarked } from '../testing/marked-camera.ts';
import { eventually, marksIn, openStreet, segmentsOf, type Street } from '../testing/street.ts';
import type { GivenStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

let street: Street;
let camera: SimulatedCamera | undefined;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(async () => {
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

/** Three seconds of pictures, and what may have been on its way when a right began. */
const backlog = 45;
const onItsWayMs = 500;

test('a share that begins while the bridge stands still shows nothing of before', async () => {
  let number = 0;
  const nameplate = (): string =>
    writeNameplate({
      owner: 'birch',
      camera: 'birch',
      number: (number += 1),
      filmedAt: Date.now(),
    });
  // However long the standstill, the camera gives up nothing.
  const maxBacklogBytes = 256 * 1024 * 1024;
  camera = await startMarked('birch', { clip: heavy(), nameplate, maxBacklogBytes });
  const device = await street.addCamera(street.birch, camera.url, '--always-warm');
  const own = await street.open(street.birch, device);
  await eventually('pictures', async () => (await segmentsOf(own.url)).length > 0);

  process.kill(street.pid, 'SIGSTOP');
  let opening: Promise<GivenStream>;
  let since: number;
  try {
    const filmed = number;
    await eventually('a backlog', () => number >= filmed + backlog);
    const told = await street.told('camera', 'share', device, street.harbour.email);
    since = Date.now();
    // Asked for before the bridge goes on: so the display looks before the backlog is out of the window.
    opening = street.open(street.harbour, (told as { device: string }).device);
    await sleep(100);
  } finally {
    process.kill(street.pid, 'SIGCONT');
  }

  const given = await opening;
  const known = new Set<string>();
  const marks: Nameplate[] = [];
  await eventually('pictures of after', async () => {
    marks.push(...(await marksIn(given.url, known)));
    return marks.some(({ filmedAt }) => filmedAt > since + 1_000);
  });
  const early = marks.map(({ filmedAt }) => since - filmedAt).filter((ms) => ms > onItsWayMs);
  expect(early).toEqual([]);
});
