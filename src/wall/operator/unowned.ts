/**
 * A camera's URL that the operator asks about and that stands in no row under that word: it is approached as if it
 * were met for the first time, and nothing of it is written down. Where it leads to a row's camera, that row's origin
 * and pin hold: no password goes to whoever answers in its place.
 */
import { isIP } from 'node:net';
import { newAccountId, newCameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import type { Rival } from '../../storage/places.ts';
import type { Store } from '../../storage/store.ts';
import {
  type CameraAddress,
  connectionsOf,
  type SourceSettings,
} from '../partitions/camera-address.ts';
import { readSource } from '../partitions/camera-form.ts';
import type { Resolve } from '../partitions/claims.ts';
import { hashOf } from '../partitions/likeness.ts';
import { createOriginGuard } from '../partitions/origin-guard.ts';
import { type Origin, OriginRefusal } from '../partitions/origin.ts';
import { type GuardOrigin, openOrigin } from '../partitions/origins.ts';
import type { Recognise } from '../partitions/pins.ts';
import { hashPlace, hasLogin } from '../partitions/place.ts';
import { openSource } from '../partitions/sealed-source.ts';
import { hasName, hostOf, portOf } from '../partitions/url-place.ts';

/** What the operator says of it. */
export type UnownedSource = Pick<SourceSettings, 'rtsp' | 'transport' | 'keys'>;

export interface Unowned {
  /** Under an id that no row has. */
  readonly address: CameraAddress;
  readonly guardOrigin: GuardOrigin;
  readonly recognise: Recognise;
  /** The row's own address, where it leads to a row's camera. */
  readonly row: CameraAddress | undefined;
}

interface Row {
  readonly address: CameraAddress;
  readonly origin: Origin | undefined;
}

const nothing = async (): Promise<void> => undefined;

/** @throws Failure `bad-request` for what is no URL of a camera, without the URL; `storage-down` */
export async function createUnowned(
  { store, ring, resolve }: Readonly<{ store: Store; ring: KeyRing; resolve: Resolve }>,
  asked: UnownedSource,
): Promise<Unowned> {
  const source = readSource({ ...asked, alwaysWarm: false });
  const url = new URL(source.rtsp);
  const [host, port, path] = [hostOf(url), portOf(url), `${url.pathname}${url.search}`];
  const key = placeKey(ring);
  // Of nobody: every row's camera counts.
  const nobody = newAccountId();
  const there = (addresses: readonly string[], at: { port: number; path: string }) =>
    store.places.rivals(
      nobody,
      addresses.map((one) => hashPlace(key, one, at)),
    );
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  const rows = await Promise.all(
    (await there(addresses, { port, path }))
      .filter(({ line }) => line === 'stream')
      .map((rival) => rowOf(store, ring, rival)),
  );
  const row = rows.find((one) => one?.origin !== undefined) ?? rows.find((one) => one);
  const own = new Set(rows.map((one) => one?.address.stamp.camera));
  const { keys = [], ca, trustName } = row?.address ?? {};

  const guardOrigin: GuardOrigin = async () =>
    createOriginGuard({
      line: 'stream',
      bound: row?.origin,
      named: hasName(url),
      tellsLogin: hasLogin(url),
      trustName: trustName === true,
      confirmed: [...keys, ...(source.keys ?? [])],
      ca,
      async claim(found, at, below) {
        const others = await there(found, { port: at, path: below });
        // It led elsewhere a moment ago.
        if (others.some(({ camera }) => !own.has(camera))) throw new OriginRefusal('other-owner');
      },
      onRefused: () => undefined,
      accepted: nothing,
      save: nothing,
    });

  return {
    address: {
      ...source,
      ...(row?.address.connections !== undefined && { connections: row.address.connections }),
      opening: 1,
      stamp: Object.freeze({ camera: newCameraId(), epoch: 1 }),
    },
    guardOrigin,
    async recognise(_from, line, seen) {
      const pin = row && (await store.pins.of(row.address.stamp.camera, line));
      return pin === undefined || hashOf(seen, pin.fields) === pin.hash;
    },
    row: row?.address,
  };
}

/** Undefined where its row does not open. */
async function rowOf(store: Store, ring: KeyRing, { camera }: Rival): Promise<Row | undefined> {
  const [entry] = await store.map.entriesOf(camera);
  if (entry === undefined) return undefined;
  try {
    const { epoch, opening, sealedSource, connections } = entry;
    const settings = openSource(ring, camera, sealedSource);
    const sealed = await store.origins.of(camera, 'stream');
    const stamp = Object.freeze({ camera, epoch });
    return {
      address: { ...settings, ...connectionsOf(connections), opening, stamp },
      origin: sealed && openOrigin(ring, sealed),
    };
  } catch {
    return undefined;
  }
}
