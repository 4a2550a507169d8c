import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { newAccountId, newDeviceId, type AccountId, type DeviceId } from '../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { sampleAccount } from '../../storage/contract/shelf.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { noNames } from '../partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type NewCamera, type Register } from './register.ts';
import { openSource } from '../partitions/sealed-source.ts';
import { allEntries } from '../../storage/contract/whole.ts';

let folder: string;
let store: Store;
let ring: KeyRing;
let register: Register;
let birch: AccountId;
let harbour: AccountId;
let maple: AccountId;

const source = { stream: 'rtsp://u:hunter2@camera/x', transport: 'tcp', alwaysWarm: true } as const;
const porch = (): NewCamera => ({
  owner: birch,
  kind: 'camera',
  name: 'Front door',
  room: 'Porch',
  nicknames: ['gate'],
  source,
});

beforeEach(async () => {
  folder = scratchFolder('register');
  store = openSqlite({ file: join(folder, 'casement.sqlite') });
  ring = openKeyRing(join(folder, 'keys.json'));
  register = createRegister(store, ring, noNames, streamForm);
  const accounts = [sampleAccount(), sampleAccount(), sampleAccount()] as const;
  for (const account of accounts) await store.operator.accounts.add(account);
  [birch, harbour, maple] = [accounts[0].id, accounts[1].id, accounts[2].id];
});
afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

async function sourceOf(account: AccountId) {
  const [entry] = await store.of(account).entries();
  return entry && openSource(ring, entry.camera, entry.sealedSource);
}

describe('adding', () => {
  test('keeps the camera for its owner, its address sealed', async () => {
    const device = await register.addCamera({ ...porch(), model: 'P-1' });
    expect(await store.of(birch).entry(device)).toMatchObject({
      role: 'owner',
      name: 'Front door',
      room: 'Porch',
      nicknames: ['gate'],
      kind: 'camera',
      model: 'P-1',
      epoch: 1,
    });
    expect(await sourceOf(birch)).toEqual(source);
    await store.close();
    const bytes = await readFile(join(folder, 'casement.sqlite'));
    expect(bytes.includes('hunter2')).toBe(false);
    expect(bytes.includes('Front door')).toBe(true);
  });

  test('refuses what is malformed and keeps nothing of it', async () => {
    const refused = { code: 'bad-request' };
    await expect(register.addCamera({ ...porch(), name: '' })).rejects.toMatchObject(refused);
    await expect(register.addCamera({ ...porch(), model: '' })).rejects.toMatchObject(refused);
    const elsewhere = { ...source, stream: 'http://camera/' };
    await expect(register.addCamera({ ...porch(), source: elsewhere })).rejects.toMatchObject(
      refused,
    );
    expect(await register.page({ most: 1_000 })).toEqual([]);
  });

  test('can be asked beforehand whether the account has that stream, whoever logs in', async () => {
    const device = await register.addCamera(porch());
    const asked = { ...source, stream: 'rtsp://camera:554/x' };
    expect(await register.withStream(birch, asked)).toMatchObject({ device, name: 'Front door' });
    expect(await register.withStream(harbour, asked)).toBeUndefined();
    await register.share(device, harbour);
    expect(await register.withStream(harbour, asked)).toBeUndefined();
    const other = { ...source, stream: 'rtsp://camera/y' };
    expect(await register.withStream(birch, other)).toBeUndefined();
  });

  test('a row that cannot be read any more stands in nobody’s way', async () => {
    await register.addCamera(porch());
    const lost = createRegister(
      store,
      openKeyRing(join(folder, 'other.json')),
      noNames,
      streamForm,
    );
    expect(await lost.withStream(birch, source)).toBeUndefined();
  });

  test('needs an account', async () => {
    await expect(register.addCamera({ ...porch(), owner: newAccountId() })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('listing', () => {
  test('tells who sees what, and neither address nor inner id', async () => {
    const device = await register.addCamera(porch());
    const shared = await register.share(device, harbour);
    const all = await register.page({ most: 1_000 });
    expect(all.map((entry) => [entry.device, entry.ownerDevice, entry.role])).toEqual([
      [device, device, 'owner'],
      [shared, device, 'viewer'],
    ]);
    expect(JSON.stringify(all)).not.toMatch(/camera":|sealedSource|"c_/);
    expect(await register.list(harbour)).toEqual([all[1]]);
    expect(await register.device(shared)).toEqual(all[1]);
  });
});

test('the cameras to keep open are told with their addresses and stamps, no others', async () => {
  const device = await register.addCamera(porch());
  await register.addCamera({ ...porch(), source: { ...source, alwaysWarm: false } });
  const camera = (await store.of(birch).entry(device))?.camera;
  expect(await register.warm()).toEqual([{ ...source, opening: 1, stamp: { camera, epoch: 1 } }]);
  await register.transfer(device, harbour);
  expect(await register.warm()).toEqual([{ ...source, opening: 1, stamp: { camera, epoch: 2 } }]);
});

test('what was opened stands until its row is changed, handed over or removed', async () => {
  const device = await register.addCamera(porch());
  const standing = async () => {
    const entry = await store.of(birch).entry(device);
    if (entry === undefined) throw new Error('no entry');
    const { camera, epoch, opening } = entry;
    return { stamp: { camera, epoch }, opening };
  };
  const first = await standing();
  expect(await register.stands(first)).toBe(true);
  await register.setSource(device, { ...source, stream: 'rtsp://camera/y' });
  expect(await register.stands(first)).toBe(false);
  const second = await standing();
  expect(await register.stands(second)).toBe(true);
  await register.transfer(device, harbour);
  expect(await register.stands(second)).toBe(false);
  const third = { ...second, stamp: { ...second.stamp, epoch: 2 } };
  expect(await register.stands(third)).toBe(true);
  await store.operator.map.removeCamera(second.stamp.camera);
  expect(await register.stands(third)).toBe(false);
});

describe('the owner', () => {
  const over = (entriesOf: Store['operator']['map']['entriesOf']) =>
    createRegister(
      { ...store, operator: { ...store.operator, map: { ...store.operator.map, entriesOf } } },
      ring,
      noNames,
      streamForm,
    );

  test('is told by role, wherever the entry stands', async () => {
    const device = await register.addCamera(porch());
    const shared = await register.share(device, harbour);
    await register.rename(shared, { name: 'Gate' });
    const reversed = over(async (camera) =>
      (await store.operator.map.entriesOf(camera)).toReversed(),
    );
    expect(await reversed.device(shared)).toMatchObject({ ownerDevice: device });
    const { device: next } = await reversed.transfer(shared, maple);
    expect(await register.device(next)).toMatchObject({ account: maple, name: 'Front door' });
  });

  test('may be gone in this very moment', async () => {
    const device = await register.addCamera(porch());
    const shared = await register.share(device, maple);
    const ownerless = over(async () => []);
    expect((await ownerless.device(shared)).ownerDevice).toBeUndefined();
    const done = await ownerless.transfer(shared, harbour);
    expect(done).toMatchObject({ from: undefined, to: harbour });
    expect(await register.device(done.device)).toMatchObject({ name: 'Front door' });
  });
});

describe('sharing', () => {
  test('gives the other account a device id of its own, by any id of the camera', async () => {
    const third = sampleAccount();
    await store.operator.accounts.add(third);
    const device = await register.addCamera(porch());
    const one = await register.share(device, harbour);
    const two = await register.share(one, third.id, { name: 'Gate', room: 'Yard' });
    expect(new Set([device, one, two]).size).toBe(3);
    const first = await register.device(one);
    expect(first).toMatchObject({ account: harbour, role: 'viewer', name: 'Front door' });
    expect(first.nicknames).toEqual([]);
    expect(first).not.toHaveProperty('room');
    expect(await register.device(two)).toMatchObject({ name: 'Gate', room: 'Yard' });
  });

  test('is refused twice, and under a name that is none', async () => {
    const device = await register.addCamera(porch());
    await expect(register.share(device, harbour, { name: '' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await register.share(device, harbour);
    for (const account of [harbour, birch]) {
      await expect(register.share(device, account)).rejects.toMatchObject({ code: 'bad-request' });
    }
  });

  test('ends for the one account only, and never for the owner', async () => {
    const third = sampleAccount();
    await store.operator.accounts.add(third);
    const device = await register.addCamera(porch());
    await register.share(device, harbour);
    await register.share(device, third.id);
    await register.unshare(device, harbour);
    expect((await register.page({ most: 1_000 })).map(({ account }) => account)).toEqual([
      birch,
      third.id,
    ]);
    await expect(register.unshare(device, harbour)).rejects.toMatchObject({
      code: 'not-found',
      message: 'this camera is not shared with that account',
    });
    await expect(register.unshare(device, birch)).rejects.toMatchObject({
      code: 'bad-request',
      message: 'that account owns this camera: transfer or remove it',
    });
    expect(await register.list(birch)).toHaveLength(1);
  });
});

describe('transferring', () => {
  test('leaves the new owner only, under a new id, without the old room and nicknames', async () => {
    const device = await register.addCamera(porch());
    const shared = await register.share(device, harbour);
    const done = await register.transfer(shared, harbour);
    expect(done).toEqual({ from: birch, to: harbour, device: done.device, epoch: 2 });
    expect([device, shared]).not.toContain(done.device);
    const [only, ...rest] = await register.page({ most: 1_000 });
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ account: harbour, role: 'owner', name: 'Front door', epoch: 2 });
    expect(only?.nicknames).toEqual([]);
    expect(only).not.toHaveProperty('room');
    expect(await sourceOf(harbour)).toEqual(source);
  });

  test('to the owner itself is refused', async () => {
    const device = await register.addCamera(porch());
    await expect(register.transfer(device, birch)).rejects.toMatchObject({
      code: 'bad-request',
      message: 'that account owns this camera already',
    });
    expect(await register.device(device)).toMatchObject({ epoch: 1 });
  });

  test('takes a new name, and refuses one that is none', async () => {
    const device = await register.addCamera(porch());
    await expect(register.transfer(device, harbour, { name: '' })).rejects.toMatchObject({
      code: 'bad-request',
    });
    const { device: next } = await register.transfer(device, harbour, { name: 'Gate' });
    expect(await register.device(next)).toMatchObject({ name: 'Gate' });
  });
});

describe('changing', () => {
  test('a name changes for one account; what is left out stays', async () => {
    const device = await register.addCamera(porch());
    const shared = await register.share(device, harbour);
    await register.rename(device, { name: 'Gate' });
    expect(await register.device(device)).toMatchObject({
      name: 'Gate',
      room: 'Porch',
      nicknames: ['gate'],
    });
    await register.rename(device, { room: '', nicknames: [] });
    expect(await register.device(device)).not.toHaveProperty('room');
    expect(await register.device(shared)).toMatchObject({ name: 'Front door' });
    await expect(register.rename(device, { name: '' })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  test('an address changes, sealed for the same camera', async () => {
    const device = await register.addCamera(porch());
    const moved = { ...source, stream: 'rtsp://u:hunter3@camera/y' };
    await register.setSource(device, moved);
    expect(await sourceOf(birch)).toEqual(moved);
    await expect(
      register.setSource(device, { ...source, stream: 'nowhere' }),
    ).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  test('a camera is removed for everybody, by any id of it', async () => {
    const device = await register.addCamera(porch());
    await register.remove(await register.share(device, harbour));
    expect(await register.page({ most: 1_000 })).toEqual([]);
  });

  test('every verb says which camera there is not', async () => {
    const nothing = newDeviceId();
    const verbs = [
      () => register.device(nothing),
      () => register.share(nothing, birch),
      () => register.unshare(nothing, birch),
      () => register.transfer(nothing, birch),
      () => register.remove(nothing),
      () => register.rename(nothing, {}),
      () => register.setSource(nothing, source),
      () => register.address(nothing),
      () => register.confirmKey(nothing, `SHA256:${'A'.repeat(43)}`),
    ];
    for (const verb of verbs) {
      await expect(verb()).rejects.toMatchObject({
        code: 'not-found',
        message: `there is no camera ${nothing}: see casement camera list`,
      });
    }
  });
});

describe('how a camera proves itself', () => {
  const keys = [`SHA256:${'A'.repeat(43)}`];
  const secured = { ...source, stream: 'rtsps://u:hunter2@camera/x', keys, trustName: true };

  test('stays when its password changes, and is refused where it is no key', async () => {
    const device = await register.addCamera({ ...porch(), source: secured });
    await register.setSource(device, { ...source, stream: 'rtsps://u:next@camera/x' });
    expect(await sourceOf(birch)).toEqual({ ...secured, stream: 'rtsps://u:next@camera/x' });
    const wrong = { ...source, keys: ['MD5:00'] };
    await expect(register.setSource(device, wrong)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('gains a key that is confirmed, and is opened anew, with all else as it was', async () => {
    const device = await register.addCamera({ ...porch(), source: secured });
    const before = await register.address(device);
    const next = `SHA256:${'B'.repeat(42)}A`;
    for (const key of [next, next]) await register.confirmKey(device, key);
    expect(await sourceOf(birch)).toEqual({ ...secured, keys: [...keys, next] });
    expect((await register.address(device)).opening).toBeGreaterThan(before.opening);
    await expect(register.confirmKey(device, 'no key')).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  test('gains a key beside what is changed in the same moment', async () => {
    const device = await register.addCamera({ ...porch(), source: secured });
    const moved = { ...secured, stream: 'rtsps://u:next@camera/x' };
    const { map } = store.operator;
    let changed = false;
    const reseal: typeof map.reseal = async (...given) => {
      if (!changed) await register.setSource(device, moved);
      changed = true;
      return map.reseal(...given);
    };
    const raced = createRegister(
      { ...store, operator: { ...store.operator, map: { ...map, reseal } } },
      ring,
      noNames,
      streamForm,
    );
    const next = `SHA256:${'B'.repeat(42)}A`;
    await raced.confirmKey(device, next);
    expect(await sourceOf(birch)).toEqual({ ...moved, keys: [...keys, next] });
  });
});

describe('a camera handed over between the look at the map and the change', () => {
  test.each<[string, (raced: Register, device: DeviceId) => Promise<unknown>]>([
    ['is not shared', (raced, device) => raced.share(device, maple)],
    ['is not handed on', (raced, device) => raced.transfer(device, maple)],
    ['is not removed', (raced, device) => raced.remove(device)],
    [
      'is vouched for by no key',
      (raced, device) => raced.confirmKey(device, `SHA256:${'A'.repeat(43)}`),
    ],
    [
      'keeps its address',
      (raced, device) => raced.setSource(device, { ...source, stream: 'rtsp://x/' }),
    ],
  ])('%s in the name of its old owner', async (_, change) => {
    const device = await register.addCamera(porch());
    const { map } = store.operator;
    const ofDevice: typeof map.ofDevice = async (id) => {
      const before = await map.ofDevice(id);
      await register.transfer(device, harbour);
      return before;
    };
    const raced = createRegister(
      { ...store, operator: { ...store.operator, map: { ...map, ofDevice } } },
      ring,
      noNames,
      streamForm,
    );
    await expect(change(raced, device)).rejects.toMatchObject({ code: 'not-found' });
    expect(await allEntries(store)).toMatchObject([{ account: harbour, role: 'owner', epoch: 2 }]);
    expect(await sourceOf(harbour)).toEqual(source);
  });
});
