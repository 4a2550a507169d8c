/** What an operator should look at, in lines below a listing. */
import type { DeviceId } from '../../identity/ids.ts';
import type { LookAlikes } from '../../wall/operator/look-alikes.ts';
import type { RegisteredOrigin } from '../../wall/operator/origin-register.ts';
import type { RegisteredPin } from '../../wall/operator/pin-register.ts';
import type { Conflict } from '../../wall/operator/register.ts';

const inCommon = {
  key: 'have the same TLS key',
  serial: 'have the same serial number',
  likeness: 'say the same of themselves',
} as const;

/** Further ones are only counted. */
const named = 8;

/** Cameras that are one and stand under two owners. */
export function conflictLines(conflicts: readonly Conflict[]): readonly string[] {
  return conflicts.map(
    ([one, other]) =>
      `${one} and ${other} are the same camera under two owners: share, transfer or remove one.`,
  );
}

/** Returns cameras in whose place another one answers, each once, with what mends it. */
export function strangerLines(
  devices: readonly {
    readonly device: DeviceId;
    readonly role: 'owner' | 'viewer';
    readonly pins: readonly Pick<RegisteredPin, 'line' | 'description' | 'stranger'>[];
  }[],
): readonly string[] {
  return devices.flatMap(({ device, role, pins }) => {
    const others = pins.flatMap(({ line, description, stranger }) =>
      stranger === undefined ? [] : [`${line}: was ${description}, now ${stranger.description}`],
    );
    if (role !== 'owner' || others.length === 0) return [];
    return [
      `Another camera answers for ${device}, and is not shown (${others.join('; ')}). ` +
        `If it was replaced: casement camera repin ${device}. If it is elsewhere now: casement camera source, or ` +
        'casement camera swap where two took each other’s address.',
    ];
  });
}

/** Owners' cameras with a URL whose TLS key nobody has vouched for. */
export function unconfirmedLines(
  devices: readonly {
    readonly device: DeviceId;
    readonly role: 'owner' | 'viewer';
    readonly origins: readonly Pick<RegisteredOrigin, 'line' | 'unconfirmed'>[];
  }[],
): readonly string[] {
  return devices.flatMap(({ device, role, origins }) => {
    const open = origins.filter(({ unconfirmed }) => unconfirmed === true).map(({ line }) => line);
    if (role !== 'owner' || open.length === 0) return [];
    return [
      `${device} has no TLS key yet (${open.join(', ')}): if it signs its own certificate, nothing of it is shown ` +
        'until casement camera confirm. casement camera source prints its key.',
    ];
  });
}

/** Says that TLS keys were not compared with those of all cameras; empty if they were. */
export const keysLine = (leftOut: boolean): readonly string[] =>
  leftOut
    ? [
        'TLS keys were not compared with those of all cameras, which takes a while: casement camera alike does it.',
      ]
    : [];

/** Returns cameras that may be one. `first`: the one that was asked about, named before all others. */
export function lookAlikeLines(groups: readonly LookAlikes[], first?: DeviceId): readonly string[] {
  return groups.map(({ feature, devices: all, capped }) => {
    const devices = all.toSorted((a, b) => Number(b === first) - Number(a === first));
    const least = capped ? 'at least ' : '';
    const more = devices.length > named ? [`${least}${devices.length - named} more`] : [];
    const listed = [...devices.slice(0, named), ...more];
    const names = `${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}`;
    return `${names}, of several owners, ${inCommon[feature]}: are they the same camera?`;
  });
}
