import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDeviceId } from '../../identity/ids.ts';
import type { Store } from '../../storage/store.ts';
import { askedSingly } from '../../workshop/testing/asked-singly.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { Failure } from '../../common/failures.ts';
import type { NamedSession, SessionEnd } from './partition.ts';
import type { LiveSession } from './session.ts';
import type { Filmed } from './stamp.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
const leaseMs = 900;
let storeIsDown = false;
/** What the map says an ownership epoch to be above what it is. */
let laterOwnership = 0;

/** The real store until `storeIsDown`; then every question about a standing fails. */
function breakable(real: Store): Store {
  const mustAnswer = (): void => {
    if (storeIsDown) throw new Failure('storage-down', 'storage is not available');
  };
  const tenants = overTenant(real, (own) => ({
    async look(grant) {
      mustAnswer();
      return own.look(grant);
    },
    async standing(grant) {
      mustAnswer();
      return own.standing(grant);
    },
    async entry(device) {
      const entry = await own.entry(device);
      return entry && { ...entry, epoch: entry.epoch + laterOwnership };
    },
  }));
  return askedSingly({
    ...tenants,
    async revision() {
      mustAnswer();
      return real.revision();
    },
  });
}

beforeEach(async () => {
  storeIsDown = false;
  laterOwnership = 0;
  house = await openTestHouse({ store: breakable, maxSessionsPerAccount: 3 });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
});

afterEach(() => house.close());

interface Started {
  readonly named: NamedSession;
  readonly ends: SessionEnd[];
  readonly live: Pick<LiveSession, 'admit' | 'touch' | 'end'>;
}

/** Starts a session of an account's device; `live` is kept outside as a stream would keep it. */
async function start(of: TestAccount): Promise<Started> {
  return house.partitions.within(of.proof, async (partition) => {
    const session = partition.startSession(await partition.device(of.device), 'hls');
    const ends: SessionEnd[] = [];
    session.onEnd((reason) => ends.push(reason));
    const named = { session: session.id, device: session.device, protocol: session.protocol };
    // The session itself cannot leave: its type is bound to this call. Its verbs can.
    const live = {
      admit: (what: Filmed) => session.admit(what),
      touch: () => session.touch(),
      end: (reason: SessionEnd) => session.end(reason),
    };
    return { named, ends, live };
  });
}

/** Finds the session again, as a request with its ticket does. */
const find = (of: Pick<TestAccount, 'proof'>, named: NamedSession) =>
  house.partitions.within(of.proof, async (partition) => (await partition.session(named)).id);

const own = (of: TestAccount) => ({ stamp: { camera: of.camera, epoch: 1 }, heardAt: Infinity });

describe('the last look before delivery', () => {
  test('admits the stamp of its own device while the map was just asked', async () => {
    const { named, live } = await start(birch);
    await find(birch, named);
    expect(() => live.admit(own(birch))).not.toThrow();
  });

  test('refuses a foreign stamp, ends the session and raises the alarm', async () => {
    const { named, live, ends } = await start(birch);
    await find(birch, named);
    expect(() => live.admit(own(harbour))).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(ends).toEqual(['foreign-stamp']);
    expect(house.alarms).toMatchObject([{ account: birch.account, found: own(harbour).stamp }]);
    expect(() => live.admit(own(birch))).toThrow(expect.objectContaining({ code: 'stream-ended' }));
  });

  test('refuses the same camera under another ownership', async () => {
    const { named, live } = await start(birch);
    await find(birch, named);
    const older = { stamp: { camera: birch.camera, epoch: 0 }, heardAt: Infinity };
    expect(() => live.admit(older)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  test('refuses before the map was ever asked, and when that was too long ago', async () => {
    const { named, live } = await start(birch);
    expect(() => live.admit(own(birch))).toThrow(expect.objectContaining({ code: 'unverified' }));
    await find(birch, named);
    house.time.monotonic += leaseMs;
    expect(() => live.admit(own(birch))).toThrow(expect.objectContaining({ code: 'unverified' }));
  });

  test('is renewed by the watch, and by nothing when the store is down', async () => {
    const { named, live, ends } = await start(birch);
    await find(birch, named);
    live.touch();
    house.time.monotonic += leaseMs;
    await house.partitions.recheck();
    expect(() => live.admit(own(birch))).not.toThrow();
    storeIsDown = true;
    house.time.monotonic += leaseMs;
    await house.partitions.recheck();
    expect(() => live.admit(own(birch))).toThrow(expect.objectContaining({ code: 'stream-ended' }));
    expect(ends).toEqual(['unverifiable']);
  });
});

test('what plays outlives a store that does not answer for as long as L says, but for what is on its way', async () => {
  const patient = await openTestHouse({ store: breakable, leaseMs: 30_000 });
  const maple = await patient.addAccount('Maple');
  const ends: SessionEnd[] = [];
  const admit = await patient.partitions.within(maple.proof, async (partition) => {
    const session = partition.startSession(await partition.device(maple.device), 'webrtc');
    session.onEnd((reason) => ends.push(reason));
    session.touch();
    return () => session.admit(own(maple));
  });
  await patient.partitions.recheck();
  storeIsDown = true;
  patient.time.monotonic += 26_999;
  expect(await patient.partitions.recheck()).toBeUndefined();
  expect(admit).not.toThrow();
  patient.time.monotonic += 1;
  expect(admit).toThrow(expect.objectContaining({ code: 'unverified' }));
  expect(ends).toEqual([]);
  await patient.partitions.recheck();
  expect(ends).toEqual(['unverifiable']);
  await patient.close();
});

describe('a session is found', () => {
  test('by nobody but the grant that started it', async () => {
    const { named } = await start(birch);
    const second = await house.link(birch.account);
    expect(await find(birch, named)).toBe(named.session);
    await expect(find(harbour, named)).rejects.toMatchObject({ code: 'not-found' });
    await expect(find(second, named)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('only under its own device and protocol', async () => {
    const { named } = await start(birch);
    const others: NamedSession[] = [
      { ...named, device: newDeviceId() },
      { ...named, protocol: 'webrtc' },
      { ...named, session: (await start(harbour)).named.session },
    ];
    for (const other of others) {
      await expect(find(birch, other)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  test('no more once it has ended', async () => {
    const { named, live } = await start(birch);
    live.end('display');
    await expect(find(birch, named)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a session ends', () => {
  const revocations: [string, (of: TestAccount) => Promise<unknown>][] = [
    ['the grant is revoked', (of) => house.store.of(of.account).revokeGrant(of.grant)],
    ['every grant is revoked', (of) => house.store.of(of.account).revokeGrants()],
    ['the password changes', (of) => house.store.of(of.account).setPassword('other')],
    ['the account is removed', (of) => house.store.of(of.account).remove()],
    ['the camera is removed', (of) => house.store.operator.map.removeCamera(of.camera)],
    ['the device is taken away', (of) => house.store.of(of.account).removeEntry(of.device)],
    [
      'the camera is handed over',
      (of) =>
        house.store.operator.map.transfer(of.camera, {
          account: harbour.account,
          device: newDeviceId(),
          role: 'owner',
          name: 'Front door',
          nicknames: [],
        }),
    ],
  ];

  test.each(revocations)('when %s: at the next look of the watch', async (_cause, revoke) => {
    const { ends, live } = await start(birch);
    const neighbour = await start(harbour);
    await house.partitions.recheck();
    await revoke(birch);
    await house.partitions.recheck();
    expect(ends).toEqual(['revoked']);
    expect(() => live.admit(own(birch))).toThrow(expect.objectContaining({ code: 'stream-ended' }));
    expect(neighbour.ends).toEqual([]);
  });

  test.each(revocations)('when %s: at its next request', async (_cause, revoke) => {
    const { named } = await start(birch);
    await find(birch, named);
    await revoke(birch);
    await expect(find(birch, named)).rejects.toThrow();
  });

  test('with its grant when that is unlinked, and no other grant does', async () => {
    const mine = await start(birch);
    const second = await house.link(birch.account);
    const theirs = await start({ ...birch, ...second });
    await house.partitions.within(birch.proof, (partition) => partition.unlink());
    expect(mine.ends).toEqual(['revoked']);
    expect(theirs.ends).toEqual([]);
    await house.partitions.recheck();
    expect(theirs.ends).toEqual([]);
  });

  test('that was started while its grant was being revoked is found by the next look', async () => {
    const ends: SessionEnd[] = [];
    await house.partitions.within(birch.proof, async (partition) => {
      const device = await partition.device(birch.device);
      await house.store.of(birch.account).revokeGrant(birch.grant);
      await house.partitions.recheck();
      partition.startSession(device, 'webrtc').onEnd((reason) => ends.push(reason));
    });
    await house.partitions.recheck();
    expect(ends).toEqual(['revoked']);
  });

  test('when its device leads to another ownership, whoever has the device', async () => {
    const watched = await start(birch);
    const asked = await start(birch);
    laterOwnership = 1;
    // A change of the account makes that all of it is asked about.
    const { grant } = await house.link(birch.account);
    await house.store.of(birch.account).revokeGrant(grant);
    await expect(find(birch, asked.named)).rejects.toMatchObject({ code: 'not-found' });
    await house.partitions.recheck();
    expect([watched.ends, asked.ends]).toEqual([['revoked'], ['revoked']]);
  });

  test('when it is not opened, idle, or too old', async () => {
    const never = await start(birch);
    const once = await start(birch);
    once.live.touch();
    house.time.monotonic += 30_000;
    await house.partitions.recheck();
    expect([never.ends, once.ends]).toEqual([[], ['idle']]);
    const busy = await start(birch);
    for (let passed = 0; passed < 3_600_000; passed += 29_000) {
      busy.live.touch();
      house.time.monotonic += 29_000;
      await house.partitions.recheck();
    }
    expect([never.ends, busy.ends]).toEqual([['not-opened'], ['too-long']]);
  });

  test('in favour of a newer one once displays have come for too many', async () => {
    const first = await start(birch);
    first.live.touch();
    const awaited = await start(birch);
    for (let n = 0; n < 3; n += 1) (await start(birch)).live.touch();
    expect([first.ends, awaited.ends]).toEqual([['replaced'], []]);
  });
});

test('no session is started beyond what the bridge carries', async () => {
  await house.close();
  house = await openTestHouse({ maxSessions: 2 });
  birch = await house.addAccount('Birch');
  const [first, last] = [await start(birch), await start(birch)];
  // Their displays have come: none gives way to the next ask.
  for (const { live } of [first, last]) live.touch();
  await expect(start(birch)).rejects.toMatchObject({ code: 'overloaded' });
  last.live.end('display');
  await expect(start(birch)).resolves.toBeDefined();
});
