/** A row of the map joined with its camera, as functions return it, and the records made of it. */
import { AccountId, CameraId, DeviceId } from '../../identity/ids.ts';
import type { Connections, DeviceKind, MappedCamera, MappedDevice, Role } from '../device-map.ts';

type Text = string | null;

export interface CameraRow {
  readonly camera: string;
  readonly epoch: number;
  readonly kind: DeviceKind;
  readonly manufacturer: Text;
  readonly model: Text;
  readonly hw_version: Text;
  readonly sw_version: Text;
  readonly sealed_source: string;
  readonly always_warm: boolean;
  readonly opening: number;
  readonly connections: Connections | null;
}

export interface MappedRow extends CameraRow {
  readonly account: string;
  readonly device: string;
  readonly role: Role;
  readonly name: string;
  readonly room: Text;
  readonly nicknames: string;
  readonly began: number;
  readonly unconfirmed: boolean;
}

/** Columns without a value are left out of the record. */
export const cameraOf = (row: CameraRow): MappedCamera => ({
  camera: CameraId(row.camera),
  epoch: row.epoch,
  kind: row.kind,
  ...(row.manufacturer !== null && { manufacturer: row.manufacturer }),
  ...(row.model !== null && { model: row.model }),
  ...(row.hw_version !== null && { hwVersion: row.hw_version }),
  ...(row.sw_version !== null && { swVersion: row.sw_version }),
  sealedSource: row.sealed_source,
  alwaysWarm: row.always_warm,
  ...(row.connections !== null && { connections: row.connections }),
  opening: row.opening,
});

/** Columns without a value are left out of the record. */
export const mapped = (row: MappedRow): MappedDevice => ({
  ...cameraOf(row),
  account: AccountId(row.account),
  device: DeviceId(row.device),
  role: row.role,
  name: row.name,
  ...(row.room !== null && { room: row.room }),
  nicknames: JSON.parse(row.nicknames) as string[],
  began: row.began,
  ...(row.unconfirmed && { unconfirmed: true }),
});
