/**
 * Layers 1 to 3 of the wall are held by the compiler. Each line below a `@ts-expect-error` must not
 * compile; should one do, the directive itself becomes an error and `types.test.ts` fails.
 */
import { AccountId, type DeviceId, type SessionId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import type { Device, Partition, Session } from './partition.ts';
import type { Partitions } from './partitions.ts';

declare const partitions: Partitions;
declare const proof: Proof;
declare const other: Proof;
declare const account: AccountId;
declare const device: DeviceId;

// Layer 1, brand: a string is no id, and one kind of id is not another.
// @ts-expect-error a string is not an account id
export const fromText: AccountId = 'a_0123456789abcdefghijkl';
// @ts-expect-error an account id is not a device id
export const crossed: DeviceId = account;
// @ts-expect-error a device id is not a session id
export const crossedAgain: SessionId = device;

// Layer 2, capability: a proof is not made of its fields, and nothing inside takes an account.
// @ts-expect-error a literal of the same fields is not a proof
export const forged: Proof = { account, by: 'access-token', expiresAt: 0 };

export const noAccountParameter = partitions.within(proof, async (partition) => {
  // @ts-expect-error only a device id is asked for: an account beside it has no place
  await partition.device(device, account);
  // @ts-expect-error the list is of this partition: no account can be named
  await partition.devices(account);
});

// Layer 3, a fresh type for each partition: nothing of one compiles in another, or leaves its own.
// @ts-expect-error a device cannot be returned out of its partition
export const escapedDevice = partitions.within(proof, (partition) => partition.device(device));
// @ts-expect-error nor can many
export const escapedDevices = partitions.within(proof, (partition) => partition.devices());
// @ts-expect-error nor can the partition itself
export const escapedPartition = partitions.within(proof, async (partition) => partition);
export const escapedSession = partitions.within(
  proof,
  // @ts-expect-error nor can a session
  async (partition) => partition.startSession(await partition.device(device), 'hls'),
);

export const crossedPartitions = partitions.within(proof, (mine) =>
  partitions.within(other, async (theirs) => {
    const foreign = await theirs.device(device);
    // @ts-expect-error a device of one partition is unknown in another
    mine.address(foreign);
    // @ts-expect-error and cannot be watched there
    mine.startSession(foreign, 'hls');
    const session = theirs.startSession(foreign, 'hls');
    // @ts-expect-error nor does another partition write a ticket for it
    mine.ticket(session, 'bearer');
  }),
);

export function mixed<P, Q>(
  partition: Partition<P>,
  foreign: Device<Q>,
  session: Session<Q>,
): void {
  // @ts-expect-error the same through a function that is told both
  partition.address(foreign);
  // @ts-expect-error and for a session
  partition.ticket(session, 'bearer');
}

export function made<P>(partition: Partition<P>): void {
  const literal = { id: device, kind: 'camera', role: 'owner', name: '', nicknames: [] } as const;
  // @ts-expect-error a literal is not a device, whatever it holds
  partition.address(literal);
}
