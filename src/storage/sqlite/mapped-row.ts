/** A row of the map joined with its camera, and the records made of them. */
import { AccountId, CameraId, DeviceId } from '../../identity/ids.ts';
import type { Connections, DeviceKind, MappedCamera, MappedDevice, Role } from '../device-map.ts';

export interface CameraRow {
  readonly camera: string;
  readonly epoch: number;
  readonly kind: DeviceKind;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly hw_version: string | null;
  readonly sw_version: string | null;
  readonly sealed_source: string;
  readonly always_warm: 0 | 1;
  readonly opening: number;
  readonly connections: Connections | null;
}

export interface MappedRow extends CameraRow {
  readonly account: string;
  readonly device: string;
  readonly role: Role;
  readonly name: string;
  readonly room: string | null;
  readonly nicknames: string;
  readonly began: number;
  readonly unconfirmed: 0 | 1;
}

/** The columns of CameraRow, for `cameras c`. */
export const cameraColumns =
  'c.id AS camera, c.epoch, c.kind, c.manufacturer, c.model, c.hw_version, c.sw_version, ' +
  'c.sealed_source, c.always_warm, c.opening, c.connections';

/** The columns of MappedRow, for `entries e` joined with `cameras c`. */
const mappedColumns = `e.account, e.device, e.role, e.name, e.room, e.nicknames, e.began,
  NOT EXISTS (
    SELECT 1 FROM entries o JOIN accounts a ON a.id = o.account
    WHERE o.camera = c.id AND o.role = 'owner' AND a.unconfirmed = 0
  ) AS unconfirmed, ${cameraColumns}`;

/** Rows of the map: what follows says which. */
export const mappedRows = `SELECT ${mappedColumns} FROM entries e JOIN cameras c ON c.id = e.camera`;

/** The one row of an account's device: its parameters are the account and the device. */
export const ownRow = `${mappedRows} WHERE e.account = ? AND e.device = ?`;

/** Columns without a value are left out of the record. */
export function cameraOf(row: CameraRow): MappedCamera {
  return {
    camera: CameraId(row.camera),
    epoch: row.epoch,
    kind: row.kind,
    ...(row.manufacturer !== null && { manufacturer: row.manufacturer }),
    ...(row.model !== null && { model: row.model }),
    ...(row.hw_version !== null && { hwVersion: row.hw_version }),
    ...(row.sw_version !== null && { swVersion: row.sw_version }),
    sealedSource: row.sealed_source,
    alwaysWarm: row.always_warm === 1,
    ...(row.connections !== null && { connections: row.connections }),
    opening: row.opening,
  };
}

/** Columns without a value are left out of the record. */
export function mapped(row: MappedRow): MappedDevice {
  return {
    ...cameraOf(row),
    account: AccountId(row.account),
    device: DeviceId(row.device),
    role: row.role,
    name: row.name,
    ...(row.room !== null && { room: row.room }),
    nicknames: JSON.parse(row.nicknames) as string[],
    began: row.began,
    ...(row.unconfirmed === 1 && { unconfirmed: true }),
  };
}
