/** Rows that were removed by an operator's word, because another account has the same camera. */
import type { DeviceId } from '../../identity/ids.ts';
import type { OperatorStore } from '../../storage/store.ts';

/** Returns what was taken over for a camera, by its owner's device id: the former owners' device ids. */
export async function removedFor(
  { operator: { history } }: OperatorStore<'history'>,
  device: DeviceId,
): Promise<readonly DeviceId[]> {
  const all = await history.takeOvers(0, Number.MAX_SAFE_INTEGER);
  return all.flatMap((one) => (one.device === device ? [one.formerDevice] : []));
}

/** Returns the sentence for one of them, of the former owner's device id. */
export const removedText = (device: DeviceId): string =>
  `Removed ${device}, which was the same camera under another account.`;
