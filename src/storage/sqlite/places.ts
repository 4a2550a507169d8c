/** Places in SQLite. */
import { CameraId, DeviceId } from '../../identity/ids.ts';
import type { Approach, Conflict, Place, PlacedLine, PlaceStore, Rival } from '../places.ts';
import type { Claims } from './claims.ts';
import type { Engine } from './engine.ts';
import { prepareReopen } from './opened-row.ts';

/** How many places a name gave one line are kept while it does not give everything now; of more, the last. */
const maxNamed = 128;

interface PlaceRow {
  readonly line: PlacedLine;
  readonly hash: string;
  readonly named: 0 | 1;
}
interface CameraPlaceRow extends PlaceRow {
  readonly camera: string;
}
interface RivalRow extends CameraPlaceRow {
  readonly device: string;
  readonly sealed_source: string;
}

interface ConflictRow {
  readonly one: string;
  readonly at: number;
  readonly other: string;
  readonly other_at: number;
}

/** Returns each pair once, the older entry first: where both cameras were asked for, it was found from both sides. */
function pairsOf(rows: readonly ConflictRow[]): readonly Conflict[] {
  const pairs = rows.map(({ one, at, other, other_at: otherAt }) =>
    at < otherAt ? ([one, other] as const) : ([other, one] as const),
  );
  const each = new Map(pairs.map((pair) => [pair.join(' '), pair]));
  return Array.from(each.values(), ([one, other]) => [DeviceId(one), DeviceId(other)] as const);
}

const placeOf = ({ line, hash, named }: PlaceRow): Place => ({ line, hash, named: named === 1 });

const rivalOf = ({ camera, device, sealed_source: sealedSource, ...place }: RivalRow): Rival => ({
  ...placeOf(place),
  camera: CameraId(camera),
  device: DeviceId(device),
  sealedSource,
});

/** Returns the store of places in that database; `claims` is the rule that it writes by. */
export function createPlaces(engine: Engine, claims: Claims): PlaceStore {
  const of = engine.prepare<[string], PlaceRow>(
    'SELECT line, hash, named FROM places WHERE camera = ? ORDER BY rowid',
  );
  const ofAll = engine.prepare<[string], CameraPlaceRow>(
    `SELECT camera, line, hash, named FROM places
     WHERE camera IN (SELECT value FROM json_each(?)) ORDER BY camera, line, hash`,
  );
  const rivals = engine.prepare<[string, string], RivalRow>(
    `SELECT p.camera, p.line, p.hash, p.named, e.device, c.sealed_source
     FROM places p JOIN cameras c ON c.id = p.camera
     JOIN entries e ON e.camera = p.camera AND e.role = 'owner'
     WHERE e.account <> ? AND p.hash IN (SELECT value FROM json_each(?)) ORDER BY e.position`,
  );
  const unchanged = engine.prepare<[string, string]>(
    `SELECT 1 FROM cameras c JOIN entries e ON e.camera = c.id AND e.role = 'owner'
     WHERE c.id = ? AND c.sealed_source = ?`,
  );
  const word = engine.prepare<[string, string]>(
    'SELECT 1 FROM take_over_words WHERE camera = ? AND line = ?',
  );
  /** How many of these the line has, and how many others a name gave it. */
  const counted = engine.prepare<
    [{ camera: string; line: string; hashes: string; named: number }],
    { known: number; stale: number }
  >(
    `SELECT coalesce(sum(hash IN (SELECT value FROM json_each(:hashes)) AND named <= :named), 0)
         AS known,
       coalesce(sum(hash NOT IN (SELECT value FROM json_each(:hashes)) AND named = 1), 0) AS stale
     FROM places WHERE camera = :camera AND line = :line`,
  );
  const others = engine.prepare<[string, string, string]>(
    `DELETE FROM places WHERE camera = ? AND line = ? AND named = 1
       AND hash NOT IN (SELECT value FROM json_each(?))`,
  );
  const release = engine.prepare<[string, string, string]>(
    'DELETE FROM places WHERE camera = ? AND line = ? AND hash = ? AND named = 1',
  );
  const reopen = prepareReopen(engine);
  const unplaced = engine.prepare<[string, number], { id: string; sealed_source: string }>(
    `SELECT id, sealed_source FROM cameras WHERE unplaced = 1 AND id > ? ORDER BY id LIMIT ?`,
  );
  const placed = engine.prepare<[string]>('UPDATE cameras SET unplaced = 0 WHERE id = ?');
  const visits = engine.prepare<[string, string, number], { hash: string }>(
    `SELECT hash FROM visits WHERE camera = ? AND line = ? AND below = 0
     ORDER BY rowid DESC LIMIT ?`,
  );
  const older = engine.prepare<[string, number], { id: string }>(
    'SELECT id FROM cameras WHERE grandfathered = 1 AND id > ? ORDER BY id LIMIT ?',
  );
  const sharing = engine.prepare<[{ camera: string }], { camera: string }>(
    `SELECT q.camera FROM places p JOIN places q ON q.hash = p.hash AND q.camera <> p.camera
     WHERE p.camera = :camera
     UNION SELECT v.camera FROM places p JOIN visits v ON v.hash = p.hash AND v.camera <> p.camera
     WHERE p.camera = :camera`,
  );
  const conflicts = engine.prepare<[string], ConflictRow>(
    `SELECT DISTINCT o.device AS one, o.position AS at, f.device AS other, f.position AS other_at
     FROM places p JOIN places q ON q.hash = p.hash AND q.camera <> p.camera
     JOIN entries o ON o.camera = p.camera AND o.role = 'owner'
     JOIN entries f ON f.camera = q.camera AND f.role = 'owner'
     WHERE p.camera IN (SELECT value FROM json_each(?)) AND o.account <> f.account
     ORDER BY min(o.position, f.position), max(o.position, f.position)`,
  );

  /** Whether there is nothing to write: then the revision stays. */
  function settled({ camera, line, hashes, named, whole, kept }: Approach): boolean {
    if (!kept) return claims.isVisited(camera, line, hashes);
    if (word.get(camera, line) !== undefined) return false;
    const row = counted.get({ camera, line, hashes: JSON.stringify(hashes), named: Number(named) });
    return row?.known === hashes.length && (!named || !whole || row.stale === 0);
  }

  const stands = ({ camera, sealedSource }: Approach): boolean =>
    unchanged.get(camera, sealedSource) !== undefined;

  function claim(approach: Approach): boolean {
    const { camera, line, hashes, named, whole, kept } = approach;
    if (!stands(approach)) return false;
    if (kept) claims.spendWord(camera, line, hashes);
    if (claims.isTaken(approach)) return false;
    if (settled(approach)) return true;
    if (!kept) {
      claims.visit(approach);
      return true;
    }
    const given = { camera, line, hashes: JSON.stringify(hashes), named: Number(named) };
    const stale = counted.get(given)?.stale ?? 0;
    if (named && (whole || stale + hashes.length > maxNamed)) {
      others.run(camera, line, given.hashes);
    }
    for (const hash of hashes) claims.add(camera, { line, hash, named });
    claims.endVisits(camera);
    return true;
  }

  return {
    of: (camera) => engine.read(() => of.all(camera).map(placeOf)),
    ofAll: (cameras) =>
      engine.read(() =>
        ofAll
          .all(JSON.stringify(cameras))
          .map((row) => ({ ...placeOf(row), camera: CameraId(row.camera) })),
      ),
    rivals: (owner, hashes) =>
      engine.read(() => rivals.all(owner, JSON.stringify(hashes)).map(rivalOf)),
    async claim(approach) {
      // Most connections change nothing, and need not wait for whoever is writing.
      const known = await engine.read(
        () => settled(approach) && stands(approach) && !claims.isTaken(approach),
      );
      return known || (await engine.write(() => claim(approach)));
    },
    release: (camera, line, hash) =>
      engine.write(() => {
        if (release.run(camera, line, hash).changes > 0) reopen(camera);
      }),
    visits: (camera, line, most) =>
      engine.read(() => visits.all(camera, line, most).map(({ hash }) => hash)),
    older: ({ after = '', most }) =>
      engine.read(() => older.all(after, most).map(({ id }) => CameraId(id))),
    unplaced: ({ after = '', most }) =>
      engine.read(() =>
        unplaced.all(after, most).map(({ id, sealed_source: sealedSource }) => ({
          camera: CameraId(id),
          sealedSource,
        })),
      ),
    place: (rows) =>
      engine.write(() => {
        for (const { camera, sealedSource, places } of rows) {
          if (unchanged.get(camera, sealedSource) === undefined) continue;
          for (const place of places) claims.add(camera, place);
          placed.run(camera);
          claims.endVisits(camera);
        }
      }),
    sharing: (camera) =>
      engine.read(() => sharing.all({ camera }).map(({ camera: id }) => CameraId(id))),
    conflicts: (cameras) => engine.read(() => pairsOf(conflicts.all(JSON.stringify(cameras)))),
  };
}
