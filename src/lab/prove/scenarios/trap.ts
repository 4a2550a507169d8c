/** A server at another port of the cameras' host, which would like to hear a password. */
import { startCamera, type SimulatedCamera } from '../../camera/simulate.ts';
import { writeNameplate } from '../../nameplate/nameplate.ts';
import { pictureOf } from '../cast/fleet.ts';

/** Nobody's camera: whatever it shows is foreign to everybody. */
const key = 'trap';

/** Opens one that asks for Basic, and shows its own picture to whoever tells it a login. */
export function openTrap(): Promise<SimulatedCamera> {
  let number = 0;
  return startCamera({
    clip: pictureOf(key),
    path: '/window/0',
    nameplate: () =>
      writeNameplate({ owner: key, camera: key, number: (number += 1), filmedAt: Date.now() }),
    behaviour: {
      stranger: { asks: 'basic', realm: 'Elsewhere', server: 'Other/1.0', stills: true },
    },
  });
}
