import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDeviceId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { Store } from '../../storage/store.ts';
import type { Device, Partition, Session, SessionEnd } from './partition.ts';
import { allEntries } from '../../storage/contract/whole.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;

beforeEach(async () => {
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
});

afterEach(() => house.close());

const idsIn = (proof: Proof) =>
  house.partitions.within(proof, async (partition) =>
    (await partition.devices()).map(({ id }) => id),
  );

/** What an account's work rejects with. */
async function refusal(work: Promise<unknown>): Promise<{ code?: string; message?: string }> {
  try {
    await work;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('nothing was refused');
}

describe('the door', () => {
  test('opens the partition of the proof’s account, and no other', async () => {
    expect(await idsIn(birch.proof)).toEqual([birch.device]);
    expect(await idsIn(harbour.proof)).toEqual([harbour.device]);
  });

  test('stays shut for a look-alike of a proof', async () => {
    const { account, grant } = harbour;
    const { expiresAt } = birch.proof;
    const fields: object = { account, grant, by: 'access-token', expiresAt };
    const ungranted: object = { account, by: 'sign-in', expiresAt };
    const inherited = Object.assign(Object.create(Object.getPrototypeOf(birch.proof)), fields);
    for (const forged of [fields, ungranted, inherited]) {
      expect(await refusal(idsIn(forged as Proof))).toMatchObject({
        code: 'unauthenticated',
        message: 'the proof is not valid',
      });
    }
  });

  test('is not opened by a proof made outside the verifiers', () => {
    const Made = birch.proof.constructor as new (key: symbol, finding: object) => Proof;
    const finding = { account: harbour.account, by: 'sign-in', expiresAt: birch.proof.expiresAt };
    expect(() => new Made(Symbol('maker of proofs'), finding)).toThrow(TypeError);
  });

  test('stays shut for a proof out of date', async () => {
    house.time.wall = birch.proof.expiresAt;
    expect((await refusal(idsIn(birch.proof))).code).toBe('unauthenticated');
  });

  test('stays shut for a revoked grant, while another grant of the account goes on', async () => {
    const second = await house.link(birch.account);
    await house.store.of(birch.account).revokeGrant(birch.grant);
    expect(await refusal(idsIn(birch.proof))).toMatchObject({
      code: 'unauthenticated',
      message: 'the link is over',
    });
    expect(await idsIn(second.proof)).toEqual([birch.device]);
  });

  test('stays shut once the account is gone', async () => {
    await house.store.of(birch.account).remove();
    expect((await refusal(idsIn(birch.proof))).code).toBe('unauthenticated');
  });

  test('opens nothing for somebody it turns away', async () => {
    await house.store.of(birch.account).revokeGrant(birch.grant);
    await refusal(idsIn(birch.proof));
    expect(house.partitions.load.partitions).toBe(0);
  });
});

describe('a device', () => {
  const find = (proof: Proof, id: string) =>
    house.partitions.within(proof, async (partition) => (await partition.device(id)).name);

  test('of another account answers as one that does not exist', async () => {
    const foreign = await refusal(find(birch.proof, harbour.device));
    const absent = await refusal(find(birch.proof, newDeviceId()));
    const malformed = await refusal(find(birch.proof, '__proto__'));
    expect(foreign).toMatchObject({ code: 'device-not-found' });
    expect([absent.code, absent.message]).toEqual([foreign.code, foreign.message]);
    expect([malformed.code, malformed.message]).toEqual([foreign.code, foreign.message]);
  });

  test('smuggled from one account into another is refused at run time', async () => {
    let smuggled: unknown;
    await house.partitions.within(harbour.proof, async (partition) => {
      smuggled = await partition.device(harbour.device);
    });
    const use = house.partitions.within(
      birch.proof,
      async <P>(partition: { address(d: Device<P>): unknown }) =>
        partition.address(smuggled as Device<P>),
    );
    const refused = { code: 'internal', message: 'a device of another account' };
    expect(await refusal(use)).toMatchObject(refused);
  });

  test('made up by hand is refused at run time', async () => {
    const made: object = {
      id: birch.device,
      kind: 'camera',
      role: 'owner',
      name: 'x',
      nicknames: [],
    };
    const use = house.partitions.within(
      birch.proof,
      async <P>(partition: { address(d: Device<P>): unknown }) =>
        partition.address(made as Device<P>),
    );
    const refused = { code: 'internal', message: 'a device of another account' };
    expect(await refusal(use)).toMatchObject(refused);
  });

  test('shows nothing of where its camera is', async () => {
    const seen = await house.partitions.within(birch.proof, async (partition) =>
      JSON.stringify(await partition.device(birch.device)),
    );
    expect(seen).not.toContain(birch.camera);
    expect(seen).not.toContain('rtsp');
  });

  test('that was handed over is gone from the list at once, cached or not', async () => {
    await idsIn(birch.proof);
    const device = newDeviceId();
    const owner = { account: harbour.account, device, role: 'owner', name: 'Front', nicknames: [] };
    await house.store.operator.map.transfer(birch.camera, { ...owner, role: 'owner' });
    expect(await idsIn(birch.proof)).toEqual([]);
    expect(await idsIn(harbour.proof)).toEqual([harbour.device, device]);
  });
});

describe('a store that mixes accounts up', () => {
  /** Answers every question about the map with the entries of all accounts. */
  const muddled = (real: Store): Store =>
    overTenant(real, () => ({
      entries: () => allEntries(real),
      entry: async (device) => (await allEntries(real)).find((entry) => entry.device === device),
    }));

  beforeEach(async () => {
    await house.close();
    house = await openTestHouse({ store: muddled });
    birch = await house.addAccount('Birch');
    harbour = await house.addAccount('Harbour');
  });

  test('gets nothing of another account through the door', async () => {
    expect(await idsIn(birch.proof)).toEqual([birch.device]);
    const foreign = house.partitions.within(birch.proof, async (partition) => {
      await partition.device(harbour.device);
    });
    expect((await refusal(foreign)).code).toBe('device-not-found');
  });
});

test('a session of another account gets no ticket at run time', async () => {
  let smuggled: unknown;
  await house.partitions.within(harbour.proof, async (partition) => {
    smuggled = partition.startSession(await partition.device(harbour.device), 'hls');
  });
  const ask = house.partitions.within(birch.proof, async <P>(partition: Partition<P>) =>
    partition.ticket(smuggled as Session<P>, 'bearer'),
  );
  expect((await refusal(ask)).message).toBe('a session of another account');
});

test('more partitions than may be open push out the least recently used, harmlessly', async () => {
  await house.close();
  house = await openTestHouse({ maxOpen: 2 });
  const all = [];
  for (const name of ['a', 'b', 'c', 'd']) all.push(await house.addAccount(name));
  for (const { proof, device } of [...all, ...all]) expect(await idsIn(proof)).toEqual([device]);
  expect(house.partitions.load.partitions).toBe(2);
});

test('what a partition kept is gone once it was pushed out, also for work under way', async () => {
  await house.close();
  house = await openTestHouse({ maxOpen: 1 });
  [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  await house.partitions.within(birch.proof, async ({ cache }) => {
    cache.set('online', 'x', { online: true }, 60_000);
    await house.partitions.within(birch.proof, async (again) => {
      expect(again.cache.get('online', 'x')).toEqual({ online: true });
    });
    await idsIn(harbour.proof);
    expect(cache.get('online', 'x')).toBeUndefined();
  });
});

describe('at once, not at the next look,', () => {
  async function start(): Promise<SessionEnd[]> {
    const ends: SessionEnd[] = [];
    await house.partitions.within(birch.proof, async (partition) => {
      const session = partition.startSession(await partition.device(birch.device), 'hls');
      session.onEnd((reason) => ends.push(reason));
    });
    return ends;
  }

  test('a session ends that does not stand any more', async () => {
    const ends = await start();
    await house.store.of(birch.account).revokeGrant(birch.grant);
    await house.partitions.recheck();
    expect(ends).toEqual(['revoked']);
  });

  test('every session ends at an emergency', async () => {
    const ends = await start();
    await house.partitions.triggerEmergencyStop({ reason: 'signal' }, () => undefined);
    expect(ends).toEqual(['suspended']);
    expect(await house.store.operator.suspensions.list()).toMatchObject([{ reason: 'signal' }]);
  });
});

test('closing ends every session and forgets every partition', async () => {
  const ends: SessionEnd[] = [];
  for (const { proof, device } of [birch, harbour]) {
    await house.partitions.within(proof, async (partition) => {
      partition
        .startSession(await partition.device(device), 'hls')
        .onEnd((reason) => ends.push(reason));
    });
  }
  expect(house.partitions.load).toEqual({ partitions: 2, sessions: 2 });
  await house.partitions.close();
  expect(ends).toEqual(['shutdown', 'shutdown']);
  expect(house.partitions.load).toEqual({ partitions: 0, sessions: 0 });
});
