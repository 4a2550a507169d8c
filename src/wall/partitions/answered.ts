/**
 * What answers for a camera, line by line, for the record: a row of the map says only what was meant. It
 * holds the pin by which the camera was recognised and the place where it was reached, as keyed hashes that
 * compare with those of place.ts.
 */
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import { maxLed } from '../../storage/places.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { CameraAddress } from './camera-address.ts';
import { openOrigin } from './bound-origins.ts';
import { hashHost, hashPlace, targetsOf, type Target } from './place.ts';
import type { Answered, AnsweredLines } from './recorder.ts';
import type { LiveSession } from './session.ts';

export interface AnsweringParts {
  readonly store: OperatorStore<'pins' | 'origins' | 'places'>;
  readonly ring: KeyRing;
  /** Where the camera of each running session is reached. */
  readonly addresses: ReadonlyMap<LiveSession, CameraAddress>;
}

/**
 * Sets on a session what answers for its camera: the pins and origins in force, which were compared with what
 * is shown before it was. Rejects when they cannot be read: then nothing is to be shown.
 */
export type LearnAnswers = (session: LiveSession) => Promise<void>;

/** Returns what learns it; a session that is not in `addresses` is left as it is. */
export function createAnswering({ store, ring, addresses }: AnsweringParts): LearnAnswers {
  const key = placeKey(ring);

  async function answered(address: CameraAddress, target: Target): Promise<Answered> {
    const { camera } = address.stamp;
    const pin = await store.operator.pins.of(camera, target.line);
    const origin = await store.operator.origins.of(camera, target.line);
    const led = await store.operator.places.visits(camera, target.line, maxLed);
    const met = origin && openOrigin(ring, origin).place;
    return {
      ...(pin && { pin: pin.hash, description: pin.description }),
      // The port that answered, and the path of its URL.
      ...(met && {
        place: hashPlace(key, met.address, { port: met.port, path: target.path }),
        host: hashHost(key, met.address),
      }),
      ...(led.length > 0 && { led }),
    };
  }

  /** One device may have many cameras: its host and its pin say that it was this one, and no path does. */
  async function answeredDevice({ onvif, stamp: { camera } }: CameraAddress): Promise<Answered> {
    const pin = onvif === undefined ? undefined : await store.operator.pins.of(camera, 'onvif');
    const origin = pin && (await store.operator.origins.of(camera, 'onvif'));
    const met = origin && openOrigin(ring, origin).place;
    return {
      ...(pin && { pin: pin.hash, description: pin.description }),
      ...(met && { host: hashHost(key, met.address) }),
    };
  }

  return async (session) => {
    const address = addresses.get(session);
    if (address === undefined) return;
    const { news } = session;
    const lines: Partial<Record<keyof AnsweredLines, Answered>> = {};
    for (const target of targetsOf(address)) lines[target.line] = await answered(address, target);
    const device = await answeredDevice(address);
    if (device.pin !== undefined) lines.onvif = device;
    session.answeredBy(lines satisfies AnsweredLines, news);
  };
}
