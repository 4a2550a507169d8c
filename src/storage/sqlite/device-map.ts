/** The account-to-device map in SQLite. */
import { Failure } from '../../common/failures.ts';
import { CameraId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import type { DeviceMap, MapEntry } from '../device-map.ts';
import type { Claims } from './claims.ts';
import { prepareReopenLater } from './serials.ts';
import type { Engine } from './engine.ts';
import {
  cameraColumns,
  cameraOf,
  mapped,
  mappedRows,
  type CameraRow,
  type MappedRow,
} from './mapped-row.ts';

type Text = string | null;
type Epoch = number | null;

/** Of one camera, in one ownership if an epoch is named. */
const whose = 'id = ? AND epoch = coalesce(?, epoch)';

/** `now`: milliseconds since 1970; written down as the time since when an account sees a camera. */
export function createDeviceMap(engine: Engine, claims: Claims, now: () => number): DeviceMap {
  const ofDevice = engine.prepare<[string], MappedRow>(`${mappedRows} WHERE e.device = ?`);
  const entriesOf = engine.prepare<[string], MappedRow>(
    `${mappedRows} WHERE e.camera = ? ORDER BY e.position`,
  );
  const ofDevices = engine.prepare<[string], MappedRow>(
    `${mappedRows} WHERE e.device IN (SELECT value FROM json_each(?)) ORDER BY e.position`,
  );
  const ofCameras = engine.prepare<[string], MappedRow>(
    `${mappedRows} WHERE e.camera IN (SELECT value FROM json_each(?)) ORDER BY e.position`,
  );
  const position = engine.prepare<[string], { position: number }>(
    'SELECT position FROM entries WHERE device = ?',
  );
  const page = engine.prepare<[number, number], MappedRow>(
    `${mappedRows} WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  );
  const camerasBehind = engine.prepare<[string, number], { id: string; sealed_source: string }>(
    'SELECT id, sealed_source FROM cameras WHERE id > ? ORDER BY id LIMIT ?',
  );
  const hasModel = engine.prepare<[string]>('SELECT 1 FROM cameras WHERE model = ? LIMIT 1');
  const nextModel = engine.prepare<[string], { model: string }>(
    'SELECT model FROM cameras WHERE model > ? ORDER BY model LIMIT 1',
  );
  const account = engine.prepare<[string]>('SELECT 1 FROM accounts WHERE id = ?');
  const camera = engine.prepare<[string, Epoch]>(`SELECT 1 FROM cameras WHERE ${whose}`);
  const seen = engine.prepare<[string, string]>(
    'SELECT 1 FROM entries WHERE account = ? AND camera = ?',
  );
  const warm = engine.prepare<[], CameraRow>(
    `SELECT ${cameraColumns} FROM cameras c WHERE c.always_warm = 1 AND EXISTS (
       SELECT 1 FROM entries o JOIN accounts a ON a.id = o.account
       WHERE o.camera = c.id AND o.role = 'owner' AND a.unconfirmed = 0
     )`,
  );
  const insertCamera = engine.prepare<
    [string, number, string, Text, Text, Text, Text, string, number, Text]
  >(
    `INSERT INTO cameras
       (id, epoch, kind, manufacturer, model, hw_version, sw_version, sealed_source, always_warm,
        connections)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertEntry = engine.prepare<
    [string, string, string, string, string, Text, string, number]
  >(
    `INSERT INTO entries
       (account, device, camera, role, name, room, nicknames, since, position, began)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM entries),
       (SELECT value + 1 FROM revision WHERE id = 1))`,
  );
  const setSource = engine.prepare<[string, number, Text, string, Epoch]>(
    `UPDATE cameras SET sealed_source = ?, always_warm = ?, opening = opening + 1,
       connections = coalesce(?, connections) WHERE ${whose}`,
  );
  const learnOne = engine.prepare<[string, number]>(
    `UPDATE cameras SET connections = 'learnt' WHERE id = ? AND epoch = ? AND connections IS NULL`,
  );
  const reseal = engine.prepare<[string, string, string, number]>(
    `UPDATE cameras SET sealed_source = ?, opening = opening + 1
     WHERE id = ? AND sealed_source = ? AND epoch = ?`,
  );
  const decided = engine.prepare<[string]>(
    'UPDATE cameras SET grandfathered = 0, unplaced = 0 WHERE id = ?',
  );
  const leavePlaces = engine.prepare<[string]>('UPDATE origins SET place = NULL WHERE camera = ?');
  const forgetStrangers = engine.prepare<[string, string]>(
    `UPDATE pins SET stranger = NULL, stranger_since = NULL
     WHERE camera = ? AND line NOT IN (SELECT value FROM json_each(?))`,
  );
  const removeEntries = engine.prepare<[string]>('DELETE FROM entries WHERE camera = ?');
  const nextEpoch = engine.prepare<[string, Epoch], { epoch: number }>(
    `UPDATE cameras SET epoch = epoch + 1 WHERE ${whose} RETURNING epoch`,
  );
  const reopenLater = prepareReopenLater(engine);
  const removeCamera = engine.prepare<[string, Epoch]>(`DELETE FROM cameras WHERE ${whose}`);

  function mustExist(id: AccountId): void {
    if (account.get(id) === undefined) throw new Failure('not-found', 'no such account');
  }

  /** @throws Failure `not-found` */
  function positionOf(device: DeviceId | undefined): number {
    // They are counted from 1 on.
    if (device === undefined) return 0;
    const row = position.get(device);
    if (row === undefined) throw new Failure('not-found', `there is no entry ${device}`);
    return row.position;
  }

  /** Goes from one model to the next by the index: thousands of cameras are of the same. */
  function modelsBehind(after: string, most: number): readonly string[] {
    const found: string[] = [];
    for (let row = nextModel.get(after); row !== undefined; row = nextModel.get(row.model)) {
      if (found.length === most) break;
      found.push(row.model);
    }
    return found;
  }

  function add(cameraId: CameraId, { account: of, device, role, ...naming }: MapEntry): void {
    const nicknames = JSON.stringify(naming.nicknames);
    insertEntry.run(of, device, cameraId, role, naming.name, naming.room ?? null, nicknames, now());
  }

  return {
    ofDevice: (device) =>
      engine.read(() => {
        const row = ofDevice.get(device);
        return row && mapped(row);
      }),
    entriesOf: (id) => engine.read(() => entriesOf.all(id).map(mapped)),
    warm: () => engine.read(() => warm.all().map(cameraOf)),
    ofDevices: (devices) => engine.read(() => ofDevices.all(JSON.stringify(devices)).map(mapped)),
    ofCameras: (cameras) => engine.read(() => ofCameras.all(JSON.stringify(cameras)).map(mapped)),
    page: ({ after, most }) => engine.read(() => page.all(positionOf(after), most).map(mapped)),
    cameras: ({ after = '', most }) =>
      engine.read(() =>
        camerasBehind.all(after, most).map(({ id, sealed_source: sealedSource }) => ({
          camera: CameraId(id),
          sealedSource,
        })),
      ),
    hasModel: (model) => engine.read(() => hasModel.get(model) !== undefined),
    models: ({ after = '', most }) => engine.read(() => modelsBehind(after, most)),
    addCamera: (record, owner, claim) =>
      engine.write(() => {
        mustExist(owner.account);
        insertCamera.run(
          record.camera,
          record.epoch,
          record.kind,
          record.manufacturer ?? null,
          record.model ?? null,
          record.hwVersion ?? null,
          record.swVersion ?? null,
          record.sealedSource,
          Number(record.alwaysWarm),
          record.connections ?? null,
        );
        add(record.camera, owner);
        claims.put(record.camera, claim);
        claims.decide(record.camera, claim.takeOver);
      }),
    addEntry: (id, viewer, epoch) =>
      engine.write(() => {
        mustExist(viewer.account);
        if (camera.get(id, epoch ?? null) === undefined)
          throw new Failure('not-found', 'no such camera');
        if (seen.get(viewer.account, id) !== undefined) {
          throw new Failure('bad-request', 'this account sees this camera already');
        }
        add(id, viewer);
      }),
    setSources: (changes) =>
      engine.write(() => {
        const there = changes.every(
          ({ camera: id, epoch }) => camera.get(id, epoch ?? null) !== undefined,
        );
        if (!there) return false;
        for (const change of changes) {
          const { camera: id, sealedSource, alwaysWarm, connections, claim, lines } = change;
          setSource.run(sealedSource, Number(alwaysWarm), connections ?? null, id, null);
          leavePlaces.run(id);
          decided.run(id);
          // No camera will be met there again that could show that the strangers are gone.
          forgetStrangers.run(id, JSON.stringify(lines));
          claims.put(id, claim);
        }
        for (const { camera: id, claim } of changes) claims.decide(id, claim.takeOver);
        return true;
      }),
    reseal: (id, before, sealed, epoch) =>
      engine.write(() => reseal.run(sealed, id, before, epoch).changes > 0),
    learnOneConnection: (id, epoch) => engine.write(() => learnOne.run(id, epoch).changes > 0),
    transfer: (id, owner, epoch) =>
      engine.write(() => {
        mustExist(owner.account);
        // The old entries end in the old epoch.
        removeEntries.run(id);
        const next = nextEpoch.get(id, epoch ?? null);
        if (next === undefined) throw new Failure('not-found', 'no such camera');
        add(id, owner);
        decided.run(id);
        claims.decide(id, false);
        reopenLater(id);
        return next.epoch;
      }),
    removeCamera: (id, epoch) =>
      engine.write(() => removeCamera.run(id, epoch ?? null).changes > 0),
  };
}
