/**
 * Cameras of several owners that look like one. They are reported to the operator and never refused, because
 * serial numbers repeat, recorders and gateways serve many cameras, and makers share keys.
 */
import type { AccountId, CameraId, DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { PinRecord } from '../../storage/pins.ts';
import type { Store } from '../../storage/store.ts';
import { openOrigin } from '../partitions/bound-origins.ts';
import type { PinReading } from '../partitions/origin-port.ts';

/** What they have in common. */
export type Feature = 'key' | 'serial' | 'likeness';

export interface LookAlikes {
  readonly feature: Feature;
  /** Their owners' device ids, oldest first; from at least two accounts. */
  readonly devices: readonly DeviceId[];
}

interface Mark {
  readonly camera: CameraId;
  readonly feature: Feature;
  readonly value: string;
}

function markOf(pin: PinRecord, reading: PinReading): readonly Mark[] {
  if (reading.isUnbound(pin)) return [];
  const { camera, line, fields, hash } = pin;
  return [{ camera, feature: 'likeness', value: `${line} ${fields.join(' ')} ${hash}` }];
}

/** Reads everything by which cameras are known: for commands that list. */
export async function findLookAlikes(
  { map, origins, pins, serials }: Pick<Store, 'map' | 'origins' | 'pins' | 'serials'>,
  ring: KeyRing,
  reading: PinReading,
): Promise<readonly LookAlikes[]> {
  const keys = (await origins.list()).flatMap((sealed): readonly Mark[] => {
    const { key } = openOrigin(ring, sealed).proof;
    const { camera } = sealed;
    return key === undefined ? [] : [{ camera, feature: 'key', value: key.fingerprint }];
  });
  const numbered = (await serials.list()).map(({ camera, make, serial }): Mark => {
    return { camera, feature: 'serial', value: `${make} ${serial}` };
  });
  // What ONVIF says of the serial number counts first.
  const known = new Set(numbered.map(({ camera }) => camera));
  const alike = (await pins.list()).filter(
    ({ camera, line }) => line !== 'onvif' || !known.has(camera),
  );
  const marks = [...keys, ...numbered, ...alike.flatMap((pin) => markOf(pin, reading))];
  const owners = (await map.list()).filter(({ role }) => role === 'owner');
  const places = new Map(owners.map((entry, at) => [entry.camera, { ...entry, at }]));
  const groups = new Map<string, { feature: Feature; members: Set<CameraId> }>();
  for (const { camera, feature, value } of marks) {
    const name = `${feature} ${value}`;
    const group = groups.get(name) ?? { feature, members: new Set() };
    groups.set(name, group);
    group.members.add(camera);
  }
  return [...groups.values()].flatMap(({ feature, members }): readonly LookAlikes[] => {
    const found = [...members].flatMap((camera) => places.get(camera) ?? []);
    const accounts = new Set<AccountId>(found.map(({ account }) => account));
    if (accounts.size < 2) return [];
    const devices = found.toSorted((a, b) => a.at - b.at).map(({ device }) => device);
    return [{ feature, devices }];
  });
}
