import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newSessionId } from '../../identity/ids.ts';
import type { VerifiedTicket } from '../../identity/ticket.ts';
import { scheduledStore } from '../../workshop/proof/races/scheduled-store.ts';
import {
  openTestHouse,
  type TestAccount,
  type TestHouse,
} from '../../workshop/testing/test-house.ts';
import type { Device, Partition, Session } from './partition.ts';

let house: TestHouse;
let birch: TestAccount;
/** What the store was asked, call by call, and how long each question after sessions takes. */
let asked: string[];
let slowMs: number;

beforeEach(async () => {
  [asked, slowMs] = [[], 0];
  const store = (real: TestHouse['store']) =>
    scheduledStore(real, async (label) => {
      if (label.endsWith('begins')) asked.push(label);
      if (label === 'revalidate answers') house.time.monotonic += slowMs;
    });
  house = await openTestHouse({ store });
  birch = await house.addAccount('Birch');
});
afterEach(() => house.close());

/** Starts a session; returns what its ticket says. */
async function ticketed(of: TestAccount = birch): Promise<VerifiedTicket> {
  const ticket = await house.partitions.within(of.proof, async (partition) =>
    partition.ticket(
      partition.startSession(await partition.device(of.device), 'hls'),
      'the bearer',
    ),
  );
  return house.tickets.verify(ticket);
}

/** Delivers as the media edge does: finds the session, and finds it again when the file is made. */
const deliver = (ticket: VerifiedTicket, stamped: TestAccount = birch): Promise<void> =>
  house.partitions.within(ticket.proof, async (partition) => {
    const session = await partition.session(ticket);
    session.touch();
    const again = await partition.session(ticket);
    again.admit({ stamp: { camera: stamped.camera, epoch: 1 }, heardAt: Infinity });
    again.delivered(9, 1);
  });

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: { code?: string }) => error.code,
  );

test('a lease counts from before the store was asked, however long that took', async () => {
  const ticket = await ticketed();
  slowMs = 500;
  await deliver(ticket);
  asked.length = 0;
  house.time.monotonic += 399;
  await deliver(ticket);
  expect(asked).toEqual([]);
  house.time.monotonic += 1;
  await deliver(ticket);
  expect(asked).toEqual(['look begins', 'revalidate begins']);
});

describe('while the lease of its session runs', () => {
  test('a file is delivered without a question to the store', async () => {
    const ticket = await ticketed();
    await deliver(ticket);
    asked.length = 0;
    house.time.monotonic += 800;
    house.time.wall += 800;
    await deliver(ticket);
    expect(asked).toEqual([]);
  });

  test('its grant is taken for standing as long as its session is, and no longer', async () => {
    const ticket = await ticketed();
    await deliver(ticket);
    await house.store.of(birch.account).revokeGrant(birch.grant);
    expect(await refusal(deliver(ticket))).toBe('nothing was refused');
    await house.partitions.recheck();
    expect(await refusal(deliver(ticket))).toBe('unauthenticated');
  });

  test('the session of one linking says nothing of another', async () => {
    const ticket = await ticketed();
    await deliver(ticket);
    const second = await house.link(birch.account);
    const other = await ticketed({ ...birch, ...second });
    // No ticket is made so: one of the second linking, for a session of the first.
    const { device, protocol, session } = ticket;
    const order = { proof: second.proof, device, protocol, session, bearer: 'the bearer' };
    const mixed = house.tickets.mint({ ...order, expiresAt: house.time.wall + 60_000 });
    expect(await refusal(deliver(house.tickets.verify(mixed)))).toBe('not-found');
    await house.store.of(birch.account).revokeGrant(second.grant);
    expect(await refusal(deliver(house.tickets.verify(mixed)))).toBe('unauthenticated');
    expect(await refusal(deliver(other))).toBe('unauthenticated');
    expect(await refusal(deliver(ticket))).toBe('nothing was refused');
  });
});

test.each([
  ['the monotonic clock', () => void (house.time.monotonic += 900)],
  ['the wall clock, which a machine that was paused is told', () => void (house.time.wall += 900)],
  ['the wall clock, set back', () => void (house.time.wall -= 1)],
])('when it is over by %s, the store is asked once more', async (_clock, pass) => {
  const ticket = await ticketed();
  await deliver(ticket);
  asked.length = 0;
  pass();
  await deliver(ticket);
  expect(asked).toEqual(['look begins', 'revalidate begins']);
  asked.length = 0;
  await deliver(ticket);
  expect(asked).toEqual([]);
});

test('when it is over and the right is, too, nothing is delivered', async () => {
  const ticket = await ticketed();
  await deliver(ticket);
  await house.store.of(birch.account).remove();
  house.time.wall += 900;
  expect(await refusal(deliver(ticket))).toBe('unauthenticated');
});

test('a right that is lost while a request is under way is told to the log, and not to the display', async () => {
  const ticket = await ticketed();
  const found = house.partitions.within(ticket.proof, async (partition) => {
    await partition.session(ticket);
    await house.store.of(birch.account).revokeGrant(birch.grant);
    house.time.monotonic += 900;
    await partition.session(ticket);
  });
  await expect(found).rejects.toMatchObject({
    code: 'not-found',
    message: 'no such stream',
    cause: { code: 'unauthenticated', message: 'revoked' },
  });
});

test('a ticket opens its own session, and no other of its account and linking', async () => {
  const [ticket, other] = [await ticketed(), await ticketed()];
  await deliver(ticket);
  const find = (session: VerifiedTicket['session']) =>
    house.partitions.within(ticket.proof, async (partition) => {
      await partition.session({ ...ticket, session });
    });
  expect(await refusal(find(ticket.session))).toBe('nothing was refused');
  expect(await refusal(find(other.session))).toBe('not-found');
  expect(await refusal(find(newSessionId()))).toBe('not-found');
});

/** Everything of a partition but `session`. */
const shut: readonly [
  string,
  <P>(partition: Partition<P>, device: Device<P>, session: Session<P>) => unknown,
][] = [
  ['device', (partition) => partition.device(birch.device)],
  ['devices', (partition) => partition.devices()],
  ['stands', (partition, device) => partition.stands(device)],
  ['replaced', (partition) => partition.replaced()],
  ['address', (partition, device) => partition.address(device)],
  ['permit', (partition, device) => partition.permit(device)],
  ['startSession', (partition, device) => partition.startSession(device, 'hls')],
  ['ticket', (partition, _device, session) => partition.ticket(session, 'the bearer')],
  ['unlink', (partition) => partition.unlink()],
];

test.each(shut)('a ticket does not open %s', async (_verb, call) => {
  const ticket = await ticketed();
  const used = house.partitions.within(ticket.proof, async <P>(partition: Partition<P>) => {
    const session = await partition.session(ticket);
    const device: unknown = await house.partitions.within(
      birch.proof,
      async (whole): Promise<unknown> => whole.device(birch.device),
    );
    await call(partition, device as Device<P>, session);
  });
  await expect(used).rejects.toMatchObject({
    code: 'internal',
    message: 'a ticket opens its own session alone',
  });
});

test('what a ticket does not open is all but the session, whatever a partition is given', async () => {
  const names = await house.partitions.within(birch.proof, async (partition) =>
    Object.keys(partition),
  );
  const open = ['account', 'cache', 'session'];
  expect(names.filter((name) => !open.includes(name)).toSorted()).toEqual(
    shut.map(([name]) => name).toSorted(),
  );
});
