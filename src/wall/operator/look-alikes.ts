/**
 * Cameras of several owners that look like one. They are reported to the operator and never refused, because
 * serial numbers repeat, recorders and gateways serve many cameras, and makers share keys.
 *
 * Serial numbers and likenesses are found by an index. TLS keys are sealed, and no index knows them: they are compared
 * among the cameras that are asked about, and among all where those are few (look-alike-search.ts has the rest).
 */
import type { AccountId, CameraId, DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { PinnedLikeness, PinRecord } from '../../storage/pins.ts';
import type { SerialClaim } from '../../storage/serials.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { openProof } from '../partitions/bound-origins.ts';
import type { PinReading } from '../partitions/origin-port.ts';

/** What they have in common. */
export type Feature = 'key' | 'serial' | 'likeness';

export interface LookAlikes {
  readonly feature: Feature;
  /** Their owners' device ids, oldest first; from at least two accounts. */
  readonly devices: readonly DeviceId[];
  /** There may be more of them: so many are looked for, and no more. */
  readonly capped?: true;
}

/** What a camera has that another one may have, too. */
export interface Mark {
  readonly camera: CameraId;
  readonly feature: Feature;
  readonly value: string;
}

export interface LookAlikeParts {
  readonly store: OperatorStore<'map' | 'origins' | 'pins' | 'serials'>;
  readonly ring: KeyRing;
  readonly reading: PinReading;
}

/** Of so many cameras that look alike it is told which they are. */
export const maxAlike = 100;
/** Of fewer where there are many cameras, and a page of them is asked about: each may look like a hundred others. */
const maxBriefly = 20;
/** Where there are no more cameras than this, the TLS keys of all are compared each time. */
const few = 200;

const likenessOf = ({ line, fields, hash }: PinnedLikeness): string =>
  `${line} ${fields.join(' ')} ${hash}`;

const numberOf = ({ make, serial }: Omit<SerialClaim, 'camera'>): string => `${make} ${serial}`;

/** Returns each value once. */
const each = <T>(all: readonly T[], valueOf: (one: T) => string): readonly T[] => [
  ...new Map(all.map((one) => [valueOf(one), one])).values(),
];

/** Returns the TLS keys of these cameras; one that does not open has none. */
export async function keyMarks(
  { store, ring }: LookAlikeParts,
  cameras: readonly CameraId[],
): Promise<readonly Mark[]> {
  const fingerprint = (sealed: SealedOrigin): string | undefined => {
    try {
      return openProof(ring, sealed).key?.fingerprint;
    } catch {
      return undefined;
    }
  };
  return (await store.operator.origins.ofAll(cameras)).flatMap((sealed): readonly Mark[] => {
    const value = fingerprint(sealed);
    return value === undefined ? [] : [{ camera: sealed.camera, feature: 'key', value }];
  });
}

async function serialMarks(
  {
    store: {
      operator: { serials },
    },
  }: LookAlikeParts,
  numbered: readonly SerialClaim[],
  most: number,
): Promise<readonly Mark[]> {
  const others = await serials.alike(each(numbered, numberOf), most);
  return [...numbered, ...others].map((one) => ({
    camera: one.camera,
    feature: 'serial',
    value: numberOf(one),
  }));
}

async function likenessMarks(
  { store, reading }: LookAlikeParts,
  own: readonly PinRecord[],
  most: number,
): Promise<readonly Mark[]> {
  const telling = own.filter((pin) => !reading.isUnbound(pin));
  const others = await store.operator.pins.alike(each(telling, likenessOf), most);
  const all = [...telling, ...others];
  // What ONVIF says of the serial number counts first.
  const overOnvif = all.filter(({ line }) => line === 'onvif').map(({ camera }) => camera);
  const known = new Set(
    (await store.operator.serials.ofAll([...new Set(overOnvif)])).map(({ camera }) => camera),
  );
  return all
    .filter(({ camera, line }) => line !== 'onvif' || !known.has(camera))
    .map((pin) => ({ camera: pin.camera, feature: 'likeness', value: likenessOf(pin) }));
}

/** Returns what a mark is of: the same for all cameras that have it. */
export const markName = ({ feature, value }: Pick<Mark, 'feature' | 'value'>): string =>
  `${feature} ${value}`;

/**
 * Returns what these cameras say of themselves, and every other camera that says the same, up to `most` of each. What
 * is `told` by its name is left out.
 */
export async function saidMarks(
  parts: LookAlikeParts,
  cameras: readonly CameraId[],
  most: number,
  told: ReadonlySet<string> = new Set(),
): Promise<readonly Mark[]> {
  const { serials, pins } = parts.store.operator;
  const isNew = (feature: Feature, value: string): boolean =>
    !told.has(markName({ feature, value }));
  const known = await serials.ofAll(cameras);
  const numbers = known.filter((one) => isNew('serial', numberOf(one)));
  const pinned = await pins.ofAll(cameras);
  const likenesses = pinned.filter((pin) => isNew('likeness', likenessOf(pin)));
  const numbered = await serialMarks(parts, numbers, most);
  return [...numbered, ...(await likenessMarks(parts, likenesses, most))];
}

/** Returns those of which cameras of several owners have the same; `most` were looked for of each. */
export async function inGroups(
  {
    store: {
      operator: { map },
    },
  }: LookAlikeParts,
  marks: readonly Mark[],
  most: number,
): Promise<readonly LookAlikes[]> {
  const groups = new Map<string, { feature: Feature; members: Set<CameraId> }>();
  for (const mark of marks) {
    const { camera, feature } = mark;
    const name = markName(mark);
    const group = groups.get(name) ?? { feature, members: new Set() };
    groups.set(name, group);
    group.members.add(camera);
  }
  const several = [...groups.values()].filter(({ members }) => members.size > 1);
  const cameras = new Set(several.flatMap(({ members }) => [...members]));
  const entries = await map.ofCameras([...cameras]);
  const owners = entries.filter(({ role }) => role === 'owner');
  const places = new Map(owners.map((entry, at) => [entry.camera, { ...entry, at }]));
  return several.flatMap(({ feature, members }): readonly LookAlikes[] => {
    const found = [...members].flatMap((camera) => places.get(camera) ?? []);
    const accounts = new Set<AccountId>(found.map(({ account }) => account));
    if (accounts.size < 2) return [];
    const devices = found.toSorted((a, b) => a.at - b.at).map(({ device }) => device);
    return [{ feature, devices, ...(members.size >= most && { capped: true }) }];
  });
}

/** What of several owners' cameras looks like those that were asked about. */
export interface FoundAlike {
  readonly groups: readonly LookAlikes[];
  /** There are so many cameras that the TLS keys of these were compared with each other alone. */
  readonly keysLeftOut: boolean;
}

/** Returns what looks like the cameras of these devices. */
export async function findLookAlikes(
  parts: LookAlikeParts,
  devices: readonly DeviceId[],
): Promise<FoundAlike> {
  const { map } = parts.store.operator;
  const asked = new Set((await map.ofDevices(devices)).map(({ camera }) => camera));
  const all = await map.cameras({ most: few + 1 });
  const many = all.length > few;
  const most = many ? maxBriefly : maxAlike;
  const compared = many ? [...asked] : all.map(({ camera }) => camera);
  const keys = await keyMarks(parts, compared);
  const values = new Set(keys.flatMap(({ camera, value }) => (asked.has(camera) ? value : [])));
  const marks = [
    ...keys.filter(({ value }) => values.has(value)),
    ...(await saidMarks(parts, [...asked], most)),
  ];
  return {
    groups: await inGroups(parts, marks, most),
    keysLeftOut: many && values.size > 0,
  };
}
