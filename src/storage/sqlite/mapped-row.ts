/** A row of the map joined with its camera, and the record made of it. */
import { AccountId, CameraId, DeviceId } from '../../identity/ids.ts';
import type { DeviceKind, MappedDevice, Role } from '../device-map.ts';

export interface MappedRow {
  readonly account: string;
  readonly device: string;
  readonly camera: string;
  readonly role: Role;
  readonly name: string;
  readonly room: string | null;
  readonly nicknames: string;
  readonly epoch: number;
  readonly kind: DeviceKind;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly hw_version: string | null;
  readonly sw_version: string | null;
  readonly sealed_source: string;
}

/** The columns of MappedRow, for `entries e` joined with `cameras c`. */
export const mappedColumns =
  'e.account, e.device, e.camera, e.role, e.name, e.room, e.nicknames, c.epoch, c.kind, ' +
  'c.manufacturer, c.model, c.hw_version, c.sw_version, c.sealed_source';

/** Columns without a value are left out of the record. */
export function mapped(row: MappedRow): MappedDevice {
  return {
    account: AccountId(row.account),
    device: DeviceId(row.device),
    camera: CameraId(row.camera),
    role: row.role,
    name: row.name,
    ...(row.room !== null && { room: row.room }),
    nicknames: JSON.parse(row.nicknames) as string[],
    epoch: row.epoch,
    kind: row.kind,
    ...(row.manufacturer !== null && { manufacturer: row.manufacturer }),
    ...(row.model !== null && { model: row.model }),
    ...(row.hw_version !== null && { hwVersion: row.hw_version }),
    ...(row.sw_version !== null && { swVersion: row.sw_version }),
    sealedSource: row.sealed_source,
  };
}
