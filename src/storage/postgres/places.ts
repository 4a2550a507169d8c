/** Places in PostgreSQL. */
import { CameraId, DeviceId } from '../../identity/ids.ts';
import { maxLed, type Place, type PlaceStore, type Rival } from '../places.ts';
import type { Argument, Engine } from './engine.ts';

/** How many places a name gave one line are kept while it does not give everything now; of more, the last. */
const maxNamed = 128;
/** The most visits of one line of a camera. One connection is led to fewer. */
const maxVisits = 512;

interface CameraPlaceRow extends Place {
  readonly camera: string;
}
interface ConflictRow {
  readonly one: string;
  readonly other: string;
}
interface WaitingRow {
  readonly camera: string;
  readonly sealed_source: string;
}
interface RivalRow extends CameraPlaceRow {
  readonly device: string;
  readonly sealed_source: string;
}

const rivalOf = ({ camera, device, sealed_source: sealedSource, ...place }: RivalRow): Rival => ({
  ...place,
  camera: CameraId(camera),
  device: DeviceId(device),
  sealedSource,
});

/** `now` is in milliseconds since 1970. */
export function createPlaces(engine: Engine, now: () => number): PlaceStore {
  const cameras = async (name: string, ...given: readonly Argument[]) =>
    (await engine.rows<{ camera: string }>(name, ...given)).map(({ camera }) => CameraId(camera));
  return {
    of: async (camera) =>
      (await engine.rows<Place>('places_of', camera)).map(({ line, hash, named }) => ({
        line,
        hash,
        named,
      })),
    ofAll: async (asked) =>
      (await engine.rows<CameraPlaceRow>('places_of_all', JSON.stringify(asked))).map(
        ({ camera, line, hash, named }) => ({ camera: CameraId(camera), line, hash, named }),
      ),
    rivals: async (owner, hashes) =>
      (await engine.rows<RivalRow>('place_rivals', owner, JSON.stringify(hashes))).map(rivalOf),
    claim: ({ camera, line, hashes, named, whole, kept, below, sealedSource }) =>
      engine.value(
        'place_claim',
        camera,
        line,
        JSON.stringify(hashes),
        named,
        whole,
        kept,
        below,
        sealedSource,
        now(),
        maxLed,
        maxNamed,
        maxVisits,
      ),
    release: (camera, line, hash) => engine.value('place_release', camera, line, hash),
    visits: async (camera, line, most) =>
      (await engine.rows<{ hash: string }>('place_visits', camera, line, most)).map(
        ({ hash }) => hash,
      ),
    older: ({ after = '', most }) => cameras('places_older', after, most),
    unplaced: async ({ after = '', most }) =>
      (await engine.rows<WaitingRow>('places_unplaced', after, most)).map(
        ({ camera, sealed_source: sealedSource }) => ({ camera: CameraId(camera), sealedSource }),
      ),
    place: (rows) => engine.value('places_place', JSON.stringify(rows)),
    sharing: (camera) => cameras('places_sharing', camera),
    conflicts: async (asked) =>
      (await engine.rows<ConflictRow>('place_conflicts', JSON.stringify(asked))).map(
        ({ one, other }) => [DeviceId(one), DeviceId(other)] as const,
      ),
  };
}
