/**
 * A camera in another's place that says something else of itself each time.
 *
 * @takes 10 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { eventually, openStreet, type Street } from '../../testing/street.ts';

jest.setTimeout(120_000);

let street: Street;
let camera: SimulatedCamera;
beforeAll(async () => {
  street = await openStreet();
  camera = await startWatermarked('harbour');
});
afterAll(async () => {
  await street.close();
  await camera.close();
});

test('an alarm is raised now and then, not each time', async () => {
  const device = await street.addCamera(street.harbour, camera.url);
  await street.shown(street.harbour, device);
  let words = 0;
  const stranger = {
    asks: 'nothing',
    realm: '',
    stills: false,
    get server() {
      return `Pane ${(words += 1)}`;
    },
  } as const;
  await camera.misbehave({ stranger });
  camera.drop();
  await eventually('four answers', async () => {
    await street.ask(street.harbour, device);
    return words >= 4;
  });
  const alarms = street.linesOf(device).filter((line) => line.includes('"alarm":"other-camera"'));
  expect(alarms.length).toBeLessThanOrEqual(2);
});
