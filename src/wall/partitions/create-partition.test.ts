/** What work inside one partition is given, and what it is not. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newDeviceId, newSessionId, type DeviceId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import { createSignIns } from '../../identity/sign-in.ts';
import type { Store } from '../../storage/store.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { NamedSession, Partition, Session, SessionEnd, Work } from './partition.ts';
import { noNames } from './claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../operator/register.ts';
import { createSwitch } from '../operator/switch.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let register: Register;
/** What the map was asked through the door. */
let asked: (DeviceId | 'all')[];

const counted = (real: Store): Store =>
  overTenant(real, (own) => ({
    entry(device) {
      asked.push(device);
      return own.entry(device);
    },
    entries() {
      asked.push('all');
      return own.entries();
    },
  }));

beforeEach(async () => {
  asked = [];
  house = await openTestHouse({ store: counted });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  register = createRegister(house.store, house.ring, noNames, streamForm);
});
afterEach(() => house.close());

const inside = <R>(work: Work<R>, proof: Proof = birch.proof) =>
  house.partitions.within(proof, work);

const facts = {
  kind: 'doorbell',
  manufacturer: 'Pane',
  model: 'P-1',
  hwVersion: '1',
  swVersion: '2',
} as const;
const naming = { name: 'Gate', room: 'Yard', nicknames: ['in', 'out'] };
const source = { stream: 'rtsp://u:p@127.0.0.1/x', transport: 'tcp', alwaysWarm: false } as const;

test('a device has all that is known of it, and can be altered by nobody', async () => {
  const id = await register.addCamera({ owner: birch.account, ...facts, ...naming, source });
  await inside(async (partition) => {
    const gate = await partition.device(id);
    expect({ ...gate }).toStrictEqual({ id, role: 'owner', ...facts, ...naming });
    expect(Object.isFrozen(gate)).toBe(true);
  });
});

test('a device has nothing of what is not known of it', async () => {
  await inside(async (partition) => {
    const door = await partition.device(birch.device);
    const { device: id } = birch;
    const known = { id, kind: 'camera', role: 'owner', name: 'Front door', nicknames: [] };
    expect({ ...door }).toStrictEqual(known);
  });
});

test('an account is told who it is, and cannot be altered', async () => {
  await inside(async (partition) => {
    expect(partition.account).toBe(birch.account);
    expect(Object.isFrozen(partition)).toBe(true);
  });
});

test('the map is read once for each change of the store', async () => {
  const look = () =>
    inside(async (partition) => {
      await partition.devices();
      await partition.device(birch.device);
    });
  await look();
  await look();
  expect(asked).toEqual(['all', birch.device]);
  await register.rename(birch.device, { name: 'Gate' });
  await look();
  expect(asked.slice(2)).toEqual(['all', birch.device]);
});

test('what is not there is not kept, and asked for anew', async () => {
  const guess = newDeviceId();
  const refused = { code: 'device-not-found', message: 'no such device' };
  for (const id of [guess, guess, 'd_', harbour.device]) {
    await expect(
      inside(async (partition) => void (await partition.device(id))),
    ).rejects.toMatchObject(refused);
  }
  expect(asked).toEqual([guess, guess, harbour.device]);
});

const addressOf = (of: TestAccount, device: DeviceId) =>
  inside(async (partition) => partition.address(await partition.device(device)), of.proof);

test('an address is unsealed once, and anew when the camera moved', async () => {
  const { camera } = birch;
  const before = await addressOf(birch, birch.device);
  expect(before).toEqual({
    stream: 'rtsp://viewer:secret@127.0.0.1:554/front-door',
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
    stamp: { camera, epoch: 1 },
  });
  expect(Object.isFrozen(before.stamp)).toBe(true);
  expect(await addressOf(birch, birch.device)).toBe(before);
  await register.setSource(birch.device, source);
  expect(await addressOf(birch, birch.device)).toEqual({
    ...source,
    opening: 2,
    stamp: { camera, epoch: 1 },
  });
});

test('an address kept from an earlier opening is not used again', async () => {
  await addressOf(birch, birch.device);
  await house.store.operator.pins.unpin(birch.camera);
  expect(await addressOf(birch, birch.device)).toMatchObject({ opening: 2 });
});

test('an address kept from an earlier ownership is not used again', async () => {
  const { camera } = birch;
  await addressOf(birch, birch.device);
  const { device: away } = await register.transfer(birch.device, harbour.account);
  const { device: back } = await register.transfer(away, birch.account);
  expect(await addressOf(birch, back)).toMatchObject({ stamp: { camera, epoch: 3 } });
});

test('a ticket is for its session, as long as a stream may last', async () => {
  const [ticket, session] = await inside(async (partition) => {
    const started = partition.startSession(await partition.device(birch.device), 'webrtc');
    return [partition.ticket(started, 'bearer'), started.id];
  });
  const read = house.tickets.verify(ticket);
  const { account, grant, device } = birch;
  expect(read).toMatchObject({ device, session, protocol: 'webrtc', proof: { account, grant } });
  const seconds = Math.floor((house.time.wall + 3_600_000) / 1000);
  expect(read.proof.expiresAt).toBe(seconds * 1000);
  expect([read.confirms('bearer'), read.confirms('other')]).toEqual([true, false]);
});

test('no ticket is made for what only looks like a session, nor for one that is over', async () => {
  const ask = (change: <P>(session: Session<P>) => Session<P>) =>
    inside(async (partition) => {
      partition.ticket(
        change(partition.startSession(await partition.device(birch.device), 'hls')),
        'bearer',
      );
    });
  const refused = { code: 'internal', message: 'a session of another account' };
  const copy = ask((session) => Object.assign(Object.create(session) as typeof session));
  await expect(copy).rejects.toMatchObject(refused);
  const renamed = ask((session) => ({ ...session, id: newSessionId() }));
  await expect(renamed).rejects.toMatchObject(refused);
  const over = ask((session) => {
    session.end('display');
    return session;
  });
  await expect(over).rejects.toMatchObject(refused);
});

test('a session is over for every request alike, whatever it says of it', async () => {
  const find = async <P>(partition: Partition<P>) => {
    const started = partition.startSession(await partition.device(birch.device), 'hls');
    started.end('display');
    const { id: session, device, protocol } = started;
    await partition.session({ session, device, protocol });
  };
  const refused = { code: 'not-found', message: 'no such stream' };
  await expect(inside(find)).rejects.toMatchObject(refused);
});

test('a session is found again by its own grant, device and protocol alone', async () => {
  const named = await inside(async (partition) => {
    const { id, device, protocol } = partition.startSession(
      await partition.device(birch.device),
      'hls',
    );
    return { session: id, device, protocol };
  });
  const find = (of: NamedSession, proof = birch.proof) =>
    inside(async (partition) => (await partition.session(of)).id, proof);
  expect(await find(named)).toBe(named.session);
  const refused = { code: 'not-found', message: 'no such stream' };
  const { proof: second } = await house.link(birch.account);
  for (const tried of [
    find(named, second),
    find({ ...named, device: newDeviceId() }),
    find({ ...named, protocol: 'webrtc' }),
    find({ ...named, session: newSessionId() }),
  ]) {
    await expect(tried).rejects.toMatchObject(refused);
  }
  expect(await find(named)).toBe(named.session);
});

test('a session that does not stand any more ends when it is asked for', async () => {
  const ends: SessionEnd[] = [];
  const named = await inside(async (partition) => {
    const session = partition.startSession(await partition.device(birch.device), 'hls');
    session.onEnd((reason) => ends.push(reason));
    return { session: session.id, device: session.device, protocol: session.protocol };
  });
  await house.store.of(birch.account).removeEntry(birch.device);
  const find = inside(async (partition) => void (await partition.session(named)));
  await expect(find).rejects.toMatchObject({ code: 'not-found', message: 'no such stream' });
  expect(ends).toEqual(['revoked']);
});

test('what the operator holds back may not be opened, and no session of it starts', async () => {
  const operator = createSwitch(house.store, () => house.time.wall);
  const door = await register.share(birch.device, harbour.account);
  await operator.suspend({ of: 'account', account: harbour.account });
  const refused = expect.objectContaining({ code: 'suspended', message: 'delivery is suspended' });
  await inside(async (partition) => {
    const device = await partition.device(door);
    expect(() => partition.permit(device)).toThrow(refused);
    expect(() => partition.startSession(device, 'hls')).toThrow(refused);
  }, harbour.proof);
  await inside(async (partition) => {
    const device = await partition.device(birch.device);
    expect(() => partition.permit(device)).not.toThrow();
    expect(() => partition.startSession(device, 'hls')).not.toThrow();
  });
});

test('an account is told in whose place another camera answers, of its own cameras only', async () => {
  const { pins } = house.store.operator;
  const [line, since] = ['stream', 1] as const;
  for (const { camera } of [birch, harbour]) {
    await pins.pin(
      { camera, line, fields: [], hash: 'A'.repeat(43), description: 'Pane', since },
      1,
    );
  }
  await pins.note(birch.camera, line, { description: 'Lattice', since }, 1);
  const replaced = (proof: Proof) =>
    inside(async (partition) => [...(await partition.replaced())], proof);
  expect([await replaced(birch.proof), await replaced(harbour.proof)]).toEqual([
    [birch.device],
    [],
  ]);
});

test('unlinking empties the cache, ends the streams of the linking, and that is that', async () => {
  const other = await house.link(birch.account);
  const keep = (partition: Partition<unknown>) =>
    partition.cache.set('online', 'x', { online: true }, 60_000);
  await inside(async (partition) => keep(partition as Partition<unknown>));
  const kept = () => inside(async (partition) => partition.cache.get('online', 'x'), other.proof);
  expect(await kept()).toEqual({ online: true });
  const ends: SessionEnd[] = [];
  await inside(async (partition) => {
    const session = partition.startSession(await partition.device(birch.device), 'hls');
    session.onEnd((reason) => ends.push(reason));
    await partition.unlink();
  });
  expect(ends).toEqual(['revoked']);
  expect(await kept()).toBeUndefined();
  await expect(inside(async () => undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a person signed in at the browser has nothing to unlink', async () => {
  const signIns = createSignIns(house.store, 60_000, () => house.time.wall);
  const proof = await signIns.verify(await signIns.start(birch.account));
  await expect(inside((partition) => partition.unlink(), proof)).rejects.toMatchObject({
    code: 'bad-request',
    message: 'nothing is linked',
  });
});
