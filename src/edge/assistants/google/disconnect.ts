/** DISCONNECT: the person unlinked the account at Google. */
import type { Partition } from '../../../wall/partitions/partition.ts';
import type { DisconnectAnswer } from './wording/answers.ts';

/** Revokes the grant, empties the account's cache and ends that grant's streams. */
export async function disconnect<P>(partition: Partition<P>): Promise<DisconnectAnswer> {
  await partition.unlink();
  return {};
}
