import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCameraId } from '../../identity/ids.ts';
import { moved } from '../../storage/contract/shelf.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { noRecord } from './recorder.ts';
import { Sessions } from './sessions.ts';
import { createValidity, stampOf, type Validity } from './validity.ts';
import { createRevisionClock } from './revision-clock.ts';
import { createSuspensions } from './suspensions.ts';
import { createSwitch } from '../operator/switch.ts';
import type { Stamp } from './stamp.ts';

let house: TestHouse;
let birch: TestAccount;
let sessions: Sessions;
let validity: Validity;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  const limits = { openMs: 1_000, idleMs: 1_000, maxMs: 1_000 };
  const parts = { alarm: () => undefined, recorder: noRecord, clock: () => 0 };
  sessions = new Sessions({ limits, perAccount: 9, inAll: 9, ...parts });
  validity = createValidity(
    house.store,
    createSuspensions({
      store: house.store,
      revisions: createRevisionClock(() => 0),
      now: () => house.time.wall,
      reached: () => house.time.wall,
      clock: () => 0,
    }),
  );
});
afterEach(() => house.close());

const own = (): Stamp => ({ camera: birch.camera, epoch: 1 });

/** What stands against a session of Birch's device that was started with this stamp. */
function reasonToEnd(stamp: Stamp = own(), opening = 1) {
  const { account, grant, device } = birch;
  const of = { account, grant, device, model: undefined, protocol: 'hls' } as const;
  return validity.reasonToEnd(sessions.start({ ...of, stamp, opening, since: 0, revision: 1 }));
}

test('nothing stands against a session that is as the map says', async () => {
  expect(await reasonToEnd()).toBeUndefined();
});

test.each<[string, () => Promise<unknown>]>([
  ['its grant', () => house.store.grants.revoke(birch.grant)],
  ['its account', () => house.store.accounts.remove(birch.account)],
  ['its device', () => house.store.map.removeEntry(birch.account, birch.device)],
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
    () => house.store.map.setSources([moved(birch.camera, 'k.other', false)]),
  ],
  ['its pin was forgotten', () => house.store.pins.unpin(birch.camera)],
  [
    'another camera answered in its place',
    () => house.store.pins.note(birch.camera, 'stream', { description: 'Other', since: 1 }, 1),
  ],
])('a session is over when %s, and a new one stands', async (_what, change) => {
  await house.store.pins.pin(
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

test('the stamp of an entry is its camera and ownership, and stays so', async () => {
  const entry = await house.store.map.entry(birch.account, birch.device);
  const stamp = entry && stampOf(entry);
  expect(stamp).toStrictEqual(own());
  expect(Object.isFrozen(stamp)).toBe(true);
});
