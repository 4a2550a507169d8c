/** What is wrong with a camera's row or with the folder it stands in, and not with the camera. */
import Database from 'better-sqlite3';
import type { CameraId, DeviceId } from '../../../identity/ids.ts';
import { openKeyRing } from '../../../identity/keyring.ts';
import type { SourceSettings } from '../../../wall/partitions/camera-address.ts';
import { sealSource } from '../../../wall/partitions/sealed-source.ts';
import { createMakeRegister } from '../../../wall/partitions/serials.ts';
import { dataFolder } from '../../../storage/data-folder.ts';
import { openOperator } from '../operator.ts';

/** A row beside a bridge that runs. */
export interface Row {
  readonly device: DeviceId;
  readonly dataDir: string;
}

export type Spoil = (row: Row) => Promise<void>;

function cameraOf(database: Database.Database, { device }: Row): CameraId {
  const sql = 'SELECT camera FROM entries WHERE device = ?';
  return database.prepare<[DeviceId], CameraId>(sql).pluck().get(device) as CameraId;
}

function inDatabase(row: Row, work: (database: Database.Database, camera: CameraId) => void): void {
  const database = new Database(dataFolder(row.dataDir).database, { timeout: 20_000 });
  try {
    work(database, cameraOf(database, row));
  } finally {
    database.close();
  }
}

/** Of one camera nothing can be written into this table, as where a disk is full; `line` alone where it is named. */
export const nothingKept =
  (table: 'pins' | 'origins', line?: 'onvif'): Spoil =>
  async (row) =>
    inDatabase(row, (database, camera) => {
      const lines = line === undefined ? '' : `AND NEW.line = '${line}'`;
      database.exec(
        `CREATE TRIGGER ${table}_of_${camera.replaceAll('-', '$')} BEFORE INSERT ON ${table}
         WHEN NEW.camera = '${camera}' ${lines} BEGIN SELECT RAISE(ABORT, 'not kept'); END`,
      );
    });

/** A row as no command of today writes one. */
export const pointedTo =
  (rtsp: string): Spoil =>
  async (row) =>
    inDatabase(row, (database, camera) => {
      const settings: SourceSettings = { stream: rtsp, transport: 'auto', alwaysWarm: false };
      const sealed = sealSource(openKeyRing(dataFolder(row.dataDir).keys), camera, settings);
      database.prepare('UPDATE cameras SET sealed_source = ? WHERE id = ?').run(sealed, camera);
    });

/** The operator's word that this make gives each serial number once. */
export const uniqueMake =
  (make: string): Spoil =>
  async ({ dataDir }) => {
    const operator = openOperator(dataDir);
    try {
      const ring = openKeyRing(dataFolder(dataDir).keys);
      await createMakeRegister(operator.store, ring, Date.now).unique(make);
    } finally {
      await operator.close();
    }
  };
