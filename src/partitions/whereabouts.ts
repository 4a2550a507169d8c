/** Where cameras are reached now, and by what they are recognised: to be compared with the record. */
import { isIP } from 'node:net';
import type { CameraId } from '../identity/ids.ts';
import type { KeyRing } from '../identity/keyring.ts';
import { placeKey } from '../identity/place-key.ts';
import type { Store } from '../storage/store.ts';
import { openOrigin } from './origins.ts';
import { hashHost, targetsOf } from './place.ts';
import { openSource } from './sealed-source.ts';

/** One camera; hashes as in place.ts. */
export interface Whereabouts {
  readonly camera: CameraId;
  readonly pins: readonly string[];
  /** Of its stream and its stills, as far as they are known. */
  readonly places: readonly string[];
  /** Of the addresses alone: those it was met at last, and those that stand in its row. */
  readonly hosts: readonly string[];
}

/** Every camera of the map. @throws Failure `internal` where a row does not open. */
export async function whereabouts(
  { map, pins, places, origins }: Pick<Store, 'map' | 'pins' | 'places' | 'origins'>,
  ring: KeyRing,
): Promise<readonly Whereabouts[]> {
  const key = placeKey(ring);
  const [known, bound] = [await pins.list(), await origins.list()];
  const rows = new Map((await map.list()).map((row) => [row.camera, row.sealedSource]));
  const all = Array.from(rows, async ([camera, sealed]): Promise<Whereabouts> => {
    const met = bound.flatMap((one) =>
      one.camera === camera ? (openOrigin(ring, one).place?.address ?? []) : [],
    );
    const written = targetsOf(openSource(ring, camera, sealed)).map(({ host }) => host);
    const hosts = [...met, ...written.filter((host) => isIP(host) !== 0)];
    return {
      camera,
      pins: known.flatMap((pin) => (pin.camera === camera ? pin.hash : [])),
      places: (await places.of(camera)).map(({ hash }) => hash),
      hosts: [...new Set(hosts.map((host) => hashHost(key, host)))],
    };
  });
  return Promise.all(all);
}
