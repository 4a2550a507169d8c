/** Where cameras are reached now, and by what they are recognised, for comparison with the record. */
import { isIP } from 'node:net';
import { groupBy } from '../../common/group-by.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import { inPages } from '../../storage/page.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { openOrigin } from './bound-origins.ts';
import { hashHost, targetsOf } from './place.ts';
import { openSource } from './sealed-source.ts';

/** One camera; hashes as in place.ts. */
export interface Whereabouts {
  readonly camera: CameraId;
  readonly pins: readonly string[];
  /** Those of its stream and its stills, as far as they are known. */
  readonly places: readonly string[];
  /** Those of the addresses alone: the ones at which it was met last, and the ones that stand in its row. */
  readonly hosts: readonly string[];
}

/** So many are one page: they are asked after together. */
const most = 500;

/** Returns what a seal hides, or `otherwise` if it does not open: one damaged row must not hide all others. */
function opened<T>(open: () => T, otherwise: T): T {
  try {
    return open();
  } catch {
    return otherwise;
  }
}

/**
 * Yields every camera of the map, which it reads in pages; a camera whose row does not open has only what needs no
 * opening.
 */
export async function* whereabouts(
  {
    operator: { map, pins, places, origins },
  }: OperatorStore<'map' | 'pins' | 'places' | 'origins'>,
  ring: KeyRing,
): AsyncGenerator<readonly Whereabouts[]> {
  const key = placeKey(ring);
  for await (const rows of inPages(map.cameras, ({ camera }) => camera, most)) {
    const cameras = rows.map(({ camera }) => camera);
    const known = groupBy(await pins.ofAll(cameras), ({ camera }) => camera);
    const bound = groupBy(await origins.ofAll(cameras), ({ camera }) => camera);
    const stand = groupBy(await places.ofAll(cameras), ({ camera }) => camera);
    yield rows.map(({ camera, sealedSource }) => {
      const met = (bound.get(camera) ?? []).flatMap((one) =>
        opened(() => openOrigin(ring, one).place?.address ?? [], []),
      );
      const written = opened(() => targetsOf(openSource(ring, camera, sealedSource)), []);
      const hosts = [...met, ...written.flatMap(({ host }) => (isIP(host) === 0 ? [] : host))];
      return {
        camera,
        pins: (known.get(camera) ?? []).map(({ hash }) => hash),
        places: (stand.get(camera) ?? []).map(({ hash }) => hash),
        hosts: [...new Set(hosts.map((host) => hashHost(key, host)))],
      };
    });
  }
}
