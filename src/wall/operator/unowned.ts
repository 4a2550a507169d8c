/**
 * A camera's URL that the operator asks about and that stands in no row under that log-in. If it leads to a
 * row's camera, that row's origin and pin hold. Nothing of it is written down.
 */
import { isIP } from 'node:net';
import { newAccountId, newCameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import type { Rival } from '../../storage/places.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { openOrigin } from '../partitions/bound-origins.ts';
import {
  type CameraAddress,
  connectionsOf,
  type SourceSettings,
} from '../partitions/camera-address.ts';
import { readSource } from '../partitions/camera-form.ts';
import type { Resolve } from '../partitions/claims.ts';
import type { Origin } from '../partitions/origin.ts';
import type { Unowned } from '../partitions/origin-port.ts';
import { hashPlace } from '../partitions/place.ts';
import { openSource } from '../partitions/sealed-source.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import { placeOf } from '../partitions/url-place.ts';

type Rows = OperatorStore<'map' | 'origins' | 'pins' | 'places'>;

/** What the operator says of it. */
export type UnownedSource = Pick<SourceSettings, 'stream' | 'transport' | 'keys'>;

interface Row {
  readonly address: CameraAddress;
  readonly origin: Origin | undefined;
}

/** @throws Failure `bad-request` for what is no URL of a camera, without the URL; `storage-down` */
export async function createUnowned(
  {
    store,
    ring,
    resolve,
    form,
  }: Readonly<{ store: Rows; ring: KeyRing; resolve: Resolve; form: StreamForm }>,
  asked: UnownedSource,
): Promise<Unowned> {
  const source = readSource({ ...asked, alwaysWarm: false }, form);
  const { host, port, path } = placeOf(new URL(source.stream));
  const key = placeKey(ring);
  // Nobody's account, so that every row's camera counts.
  const nobody = newAccountId();
  const there = (addresses: readonly string[], at: { port: number; path: string }) =>
    store.operator.places.rivals(
      nobody,
      addresses.map((one) => hashPlace(key, one, at)),
    );
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  const rows = await Promise.all(
    (await there(addresses, { port, path }))
      .filter(({ line }) => line === 'stream')
      .map((rival) => rowOf(store, ring, rival)),
  );
  // One camera may stand in two rows: what is bound counts first, then the row of this very URL.
  const worth = (one: Row): number =>
    (one.origin === undefined ? 0 : 2) + (one.address.stream === source.stream ? 1 : 0);
  const [row] = rows
    .filter((one) => one !== undefined)
    .toSorted((one, other) => worth(other) - worth(one));
  const own = new Set(rows.map((one) => one?.address.stamp.camera));

  return {
    address: {
      ...source,
      ...(row?.address.connections !== undefined && { connections: row.address.connections }),
      opening: 1,
      stamp: Object.freeze({ camera: newCameraId(), epoch: 1 }),
    },
    row: row?.address,
    bound: row?.origin,
    async isTaken(found, at, below) {
      const others = await there(found, { port: at, path: below });
      // It led elsewhere a moment ago.
      return others.some(({ camera }) => !own.has(camera));
    },
    pin: async (line) => row && store.operator.pins.of(row.address.stamp.camera, line),
  };
}

/** Returns undefined if its row does not open. */
async function rowOf(store: Rows, ring: KeyRing, { camera }: Rival): Promise<Row | undefined> {
  const [entry] = await store.operator.map.entriesOf(camera);
  if (entry === undefined) return undefined;
  try {
    const { epoch, opening, sealedSource, connections } = entry;
    const settings = openSource(ring, camera, sealedSource);
    const sealed = await store.operator.origins.of(camera, 'stream');
    const stamp = Object.freeze({ camera, epoch });
    return {
      address: { ...settings, ...connectionsOf(connections), opening, stamp },
      origin: sealed && openOrigin(ring, sealed),
    };
  } catch {
    return undefined;
  }
}
