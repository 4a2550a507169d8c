/** The tripwire's cameras, which are alike on purpose. */
import type { LookAlikes } from '../../wall/operator/look-alikes.ts';
import { canaryEmail } from '../../tripwire/canary-account.ts';
import { canaryNames } from '../../tripwire/canary-watermark.ts';
import type { Data } from '../leaf.ts';

/** Leaves out groups that are of canaries alone. */
export async function withoutCanaries(
  { store, register }: Pick<Data, 'store' | 'register'>,
  groups: readonly LookAlikes[],
): Promise<readonly LookAlikes[]> {
  if (groups.length === 0) return groups;
  const canaries = new Set<string>();
  for (const name of canaryNames) {
    const account = await store.directory.byEmail(canaryEmail(name));
    if (account === undefined) continue;
    for (const { device } of await register.list(account.id)) canaries.add(device);
  }
  return groups.filter(({ devices }) => !devices.every((device) => canaries.has(device)));
}
