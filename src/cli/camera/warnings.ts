/** What an operator should look at, in lines below a listing. */
import type { LookAlikes } from '../../partitions/look-alikes.ts';
import type { Conflict } from '../../partitions/register.ts';

const inCommon = {
  key: 'have the same TLS key',
  serial: 'have the same serial number',
  likeness: 'say the same of themselves',
} as const;

/** More than so many are counted. */
const named = 8;

/** Cameras that are one and stand under two owners. */
export function conflictLines(conflicts: readonly Conflict[]): readonly string[] {
  return conflicts.map(
    ([one, other]) =>
      `${one} and ${other} are the same camera under two owners: share, transfer or remove one.`,
  );
}

/** Cameras that may be one. */
export function lookAlikeLines(groups: readonly LookAlikes[]): readonly string[] {
  return groups.map(({ feature, devices }) => {
    const more = devices.length > named ? [`${devices.length - named} more`] : [];
    const listed = [...devices.slice(0, named), ...more];
    const all = `${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}`;
    return `${all}, of several owners, ${inCommon[feature]}: are they the same camera?`;
  });
}
