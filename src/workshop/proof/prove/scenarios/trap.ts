/** Servers at other ports of the cameras' host, which would like to hear a password. */
import { realm, type CameraAuth } from '../../../../simulator/camera/auth.ts';
import { startCamera } from '../../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../../simulator/camera/simulated-camera.ts';
import { writeWatermark } from '../../../../simulator/watermark/watermark.ts';
import { pictureOf } from '../cast/fleet.ts';

/** Nobody's camera: whatever it shows is foreign to everybody. */
const key = 'trap';

const nobody: CameraAuth = { scheme: 'basic', user: 'nobody', password: 'knows this' };

/** Opens one whose stranger asks for Basic, and shows its own picture to whoever sends it a login. */
function open(asksFor: string, path: string): Promise<SimulatedCamera> {
  let number = 0;
  return startCamera({
    clip: pictureOf(key),
    path,
    still: true,
    // Over ONVIF it wants a token.
    onvif: {},
    auth: nobody,
    watermark: () =>
      writeWatermark({ owner: key, camera: key, number: (number += 1), filmedAt: Date.now() }),
    behaviour: {
      stranger: { asks: 'basic', realm: asksFor, server: 'Other/1.0', stills: true },
    },
  });
}

const usualPath = '/window/0';

/** One that asks under a name of its own. */
export const openTrap = (): Promise<SimulatedCamera> => open('Elsewhere', usualPath);

/** One that asks as the cameras themselves do: only its place says that it is none of them. */
export const openLikeTrap = (path = usualPath): Promise<SimulatedCamera> => open(realm, path);
