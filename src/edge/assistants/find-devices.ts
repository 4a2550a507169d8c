/** How the devices of one request are found. */
import { Failure } from '../../common/failures.ts';
import type { Device, Partition } from '../../wall/partitions/partition.ts';

/** So many are looked up as they come. */
const few = 16;

/** Finds the device of an id. @throws Failure `device-not-found` */
export type FindDevice<P> = (id: string) => Promise<Device<P>>;

/** Looks up each of `ids` by itself; of many, one list says which the account does not have. */
export async function deviceFinder<P>(
  partition: Partition<P>,
  ids: readonly string[],
): Promise<FindDevice<P>> {
  if (ids.length <= few) return (id) => partition.device(id);
  const has = new Set((await partition.devices()).map(({ id }) => String(id)));
  return async (id) => {
    if (!has.has(id)) throw new Failure('device-not-found', 'no such device');
    return partition.device(id);
  };
}
