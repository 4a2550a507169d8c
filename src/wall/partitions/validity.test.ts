import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId, newCameraId, newDeviceId } from '../../identity/ids.ts';
import { moved } from '../../storage/contract/shelf.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Revisions } from '../../storage/revisions.ts';
import type { Store } from '../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { leaseTerms } from './lease.ts';
import { noRecord } from './recorder.ts';
import type { LiveSession } from './session.ts';
import { Sessions } from './sessions.ts';
import { createValidity, stampOf, type Validity, type Verdict } from './validity.ts';
import { createRevisionClock, type RevisionClock } from './revision-clock.ts';
import { createSuspensions } from './suspensions.ts';
import { createSwitch } from '../operator/switch.ts';
import type { Stamp } from './stamp.ts';

let house: TestHouse;
let birch: TestAccount;
let sessions: Sessions;
let validity: Validity;
let dates: RevisionClock;
let questions: number;
let answer: Store['revalidate'];

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  const limits = { openMs: 1_000, idleMs: 1_000, maxMs: 1_000 };
  const lease = leaseTerms(1_000, { clock: () => 0, now: () => 0 });
  const parts = { alarm: () => undefined, recorder: noRecord, lease };
  sessions = new Sessions({ limits, perAccount: 9, inAll: 9, ...parts });
  dates = createRevisionClock(() => house.time.monotonic);
  questions = 0;
  answer = (asked) => house.store.revalidate(asked);
  const revalidate: Store['revalidate'] = (asked) => {
    questions += 1;
    return answer(asked);
  };
  const suspensions = createSuspensions({
    store: house.store,
    dates,
    now: () => house.time.wall,
    reached: () => house.time.wall,
    clock: () => 0,
  });
  validity = createValidity({ revalidate }, suspensions, dates);
});
afterEach(() => house.close());

const own = (): Stamp => ({ camera: birch.camera, epoch: 1 });

const never: Revisions = { all: 0, control: 0, account: 0 };

/** A session of Birch's device that was started with this stamp. */
function started(stamp: Stamp = own(), opening = 1, revisions = never): LiveSession {
  const { account, grant, device } = birch;
  const of = { account, grant, device, model: undefined, protocol: 'hls' } as const;
  return sessions.start({ ...of, stamp, opening, since: 0, revisions });
}

const reasonsOf = (each: readonly Verdict[]) => each.map(({ reason }) => reason);

/** What stands against it. */
const reasonToEnd = (stamp?: Stamp, opening?: number) =>
  validity.reasonToEnd(started(stamp, opening));

test('nothing stands against a session that is as the map says', async () => {
  expect(await reasonToEnd()).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ['its grant', () => house.store.of(birch.account).revokeGrant(birch.grant)],
  ['its account', () => house.store.of(birch.account).remove()],
  ['its device', () => house.store.of(birch.account).removeEntry(birch.device)],
])('a session is over with %s', async (_what, end) => {
  await end();
  expect(await reasonToEnd()).toBe('revoked');
});

test.each<[string, () => Stamp]>([
  ['another camera', () => ({ camera: newCameraId(), epoch: 1 })],
  ['another ownership', () => ({ ...own(), epoch: 2 })],
])('a session is over when its device leads to %s', async (_what, stamp) => {
  expect(await reasonToEnd(stamp())).toBe('revoked');
});

test.each<[string, () => Promise<unknown>]>([
  [
    'its address was changed',
    () => house.store.operator.map.setSources([moved(birch.camera, 'k.other', false)]),
  ],
  ['its pin was forgotten', () => house.store.operator.pins.unpin(birch.camera)],
  [
    'another camera answered in its place',
    () =>
      house.store.operator.pins.note(birch.camera, 'stream', { description: 'Other', since: 1 }, 1),
  ],
])('a session is over when %s, and a new one stands', async (_what, change) => {
  await house.store.operator.pins.pin(
    {
      camera: birch.camera,
      line: 'stream',
      fields: [],
      hash: 'h'.repeat(43),
      description: 'Lattice',
      since: 1,
    },
    1,
  );
  expect(await reasonToEnd()).toBeUndefined();
  await change();
  expect(await reasonToEnd()).toBe('reopened');
  expect(await reasonToEnd(own(), 2)).toBeUndefined();
});

test('a session that is held back is suspended', async () => {
  const operator = createSwitch(house.store, () => house.time.wall);
  await operator.suspend({ of: 'account', account: birch.account });
  expect(await reasonToEnd()).toBe('suspended');
});

test('what concerns the account alone is asked for where its revision is another, what the operator does for all', async () => {
  const { revisions } = await house.store.of(birch.account).look(birch.grant);
  // As if the map said otherwise; nothing of the account has changed.
  const session = started({ ...own(), epoch: 2 }, 1, revisions);
  const harbour = await house.addAccount('Harbour');
  expect(await validity.reasonToEnd(session)).toBeUndefined();
  const operator = createSwitch(house.store, () => house.time.wall);
  await operator.suspend({ of: 'account', account: harbour.account });
  expect(await validity.reasonToEnd(session)).toBeUndefined();
  await operator.suspend({ of: 'account', account: birch.account });
  expect(await validity.reasonToEnd(session)).toBe('suspended');
  await operator.resume({ of: 'account', account: birch.account });
  // It came and went between two looks.
  expect(await validity.reasonToEnd(session)).toBe('suspended');
});

test('all are asked about in one question, each is answered for itself', async () => {
  const running = [started(), started({ ...own(), epoch: 2 }), started(own(), 2), started()];
  const { revision, each } = await validity.ofAll(running);
  expect(reasonsOf(each)).toEqual([undefined, 'revoked', 'reopened', undefined]);
  expect([questions, revision]).toEqual([1, await house.store.revision()]);
  const { revisions } = await house.store.of(birch.account).look(birch.grant);
  expect(each.map((one) => one.revisions)).toEqual(running.map(() => revisions));
});

test('what was found at the revision of the store is so, and is dated by when that was seen', async () => {
  const { revisions } = await house.store.of(birch.account).look(birch.grant);
  const { all: revision } = revisions;
  const session = started({ ...own(), epoch: 2 }, 1, revisions);
  const each = [{ reason: undefined, revisions }];
  expect(await validity.ofAll([session])).toEqual({ revision, each });
  house.time.monotonic += 5_000;
  expect(dates.timeOf(revision)).toBe(house.time.monotonic - 5_000);
  await house.store.of(birch.account).revokeGrant(birch.grant);
  expect(await validity.reasonToEnd(session)).toBe('revoked');
});

test('a session ends of which no answer came, or a row that does not open, and no other', async () => {
  const [one, other, third] = [started(), started(), started()];
  answer = async (asked) => {
    const { revisions, found } = await house.store.revalidate(asked);
    return { revisions, found: ['unreadable', ...found.slice(1, 2)] };
  };
  const { each } = await validity.ofAll([one, other, third]);
  expect(reasonsOf(each)).toEqual(['unverifiable', undefined, 'unverifiable']);
  answer = async () => ({ revisions: { all: 1, control: 1 }, found: [] });
  expect(await validity.reasonToEnd(one)).toBe('unverifiable');
});

test('an entry of another account or device is no answer, though it leads to the same camera', async () => {
  const others: readonly Partial<Pick<MappedDevice, 'account' | 'device'>>[] = [
    { account: newAccountId() },
    { device: newDeviceId() },
    {},
  ];
  answer = async (asked) => {
    const { revisions, found } = await house.store.revalidate(asked);
    const [one] = found;
    if (one === undefined || typeof one === 'string') throw new Error('nothing was found');
    return {
      revisions,
      found: others.map((other) => ({ ...one, entry: one.entry && { ...one.entry, ...other } })),
    };
  };
  const { each } = await validity.ofAll(others.map(() => started()));
  expect(reasonsOf(each)).toEqual(['revoked', 'revoked', undefined]);
});

test('the stamp of an entry is its camera and ownership, and stays so', async () => {
  const entry = await house.store.of(birch.account).entry(birch.device);
  const stamp = entry && stampOf(entry);
  expect(stamp).toStrictEqual(own());
  expect(Object.isFrozen(stamp)).toBe(true);
});
