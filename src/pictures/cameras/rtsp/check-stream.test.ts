/** What a check measures of a camera that is asked for a key picture meanwhile. */
import { afterEach, expect, test } from '@jest/globals';
import type { CameraOnvif } from '../../../simulator/camera/camera-state.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { anyCamera, anyOrigin } from '../../../workshop/testing/any-camera.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { checkCamera } from '../check-camera.ts';
import { sourceKinds } from '../kinds.ts';

const clip = clipOf(loadClips(), 'birch/front-door');
let camera: SimulatedCamera | undefined;
afterEach(() => camera?.close());

test.each<[CameraOnvif, 'key' | 'middle']>([
  [{}, 'key'],
  [{}, 'middle'],
  [{ slowMs: 200 }, 'key'],
])(
  'one key picture a second is told as that, though one was asked for: %j, from the %s on',
  async (onvif, startAt) => {
    camera = await startCamera({ clip, onvif, behaviour: { startAt } });
    const { url: stream, onvifUrl = '' } = camera;
    const { facts } = await checkCamera(addressOf(newStamp(), { stream, onvif: onvifUrl }), {
      guardOrigin: anyOrigin,
      recognise: anyCamera,
      kinds: sourceKinds(),
    });
    expect(camera.keysAsked).toBe(1);
    expect(facts).toMatchObject({ keyIntervalS: 1, keyIntervalAboveS: null, ratePerS: 15 });
  },
  20_000,
);
