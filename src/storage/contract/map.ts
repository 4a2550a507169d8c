/** The account-to-device map, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  type AccountId,
  type CameraId,
  type DeviceId,
} from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import {
  sampleAccount,
  sampleCamera,
  sampleEntry,
  type MakeShelf,
  type Shelf,
  nowhere,
  moved,
} from './shelf.ts';
import { allEntries, allOrigins } from './whole.ts';

const began = expect.any(Number);
const ids = (found: readonly { device: string }[]) => found.map(({ device }) => device);

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function mapContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let birch: AccountId;
  let harbour: AccountId;

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open();
    const accounts = [
      sampleAccount({ name: 'Birch' }),
      sampleAccount({ name: 'Harbour' }),
    ] as const;
    for (const account of accounts) await store.operator.accounts.add(account);
    [birch, harbour] = [accounts[0].id, accounts[1].id];
  });
  afterEach(() => shelf.dispose());

  test('an entry comes back joined with its camera, with and without what is optional', async () => {
    const plain = sampleCamera();
    const full = sampleCamera({
      kind: 'doorbell',
      manufacturer: 'Pane',
      model: 'P-1',
      hwVersion: '1.0',
      swVersion: '2.0',
    });
    const first = sampleEntry(birch);
    const second = sampleEntry(birch, { room: 'Hall', nicknames: ['porch', 'Tür'] });
    await store.operator.map.addCamera(plain, first, nowhere);
    await store.operator.map.addCamera(full, second, nowhere);
    expect(await store.of(birch).entry(first.device)).toStrictEqual({
      ...plain,
      ...first,
      opening: 1,
      began,
    });
    expect(await store.of(birch).entry(second.device)).toStrictEqual({
      ...full,
      ...second,
      opening: 1,
      began,
    });
  });

  test('the same device id under another account is nothing', async () => {
    const entry = sampleEntry(birch);
    await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
    expect(await store.of(harbour).entry(entry.device)).toBeUndefined();
    expect(await store.of(harbour).entries()).toEqual([]);
    expect(await store.of(birch).entry(newDeviceId())).toBeUndefined();
    expect(await store.of(harbour).removeEntry(entry.device)).toBe(false);
    expect(await store.of(harbour).rename(entry.device, { name: 'X', nicknames: [] })).toBe(false);
    expect(await store.of(birch).entries()).toMatchObject([{ name: entry.name }]);
  });

  test('entries come oldest first, per account, per camera and all together', async () => {
    const cameras = [sampleCamera(), sampleCamera(), sampleCamera()] as const;
    const owned = cameras.map(() => sampleEntry(birch));
    for (const [index, camera] of cameras.entries()) {
      await store.operator.map.addCamera(camera, owned[index] ?? sampleEntry(birch), nowhere);
    }
    const shared = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addEntry(cameras[0].camera, shared);
    const devices = owned.map(({ device }) => device);
    expect(ids(await store.of(birch).entries())).toEqual(devices);
    expect(ids(await allEntries(store))).toEqual([...devices, shared.device]);
    expect(ids(await store.operator.map.entriesOf(cameras[0].camera))).toEqual([
      devices[0],
      shared.device,
    ]);
  });

  test('a device id leads to its one entry, whichever account has it', async () => {
    const camera = sampleCamera();
    await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    const shared = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addEntry(camera.camera, shared);
    const found = await store.operator.map.ofDevice(shared.device);
    expect(found).toMatchObject({ account: harbour, role: 'viewer', camera: camera.camera });
    expect(found).toStrictEqual(await store.of(harbour).entry(shared.device));
    expect(await store.operator.map.ofDevice(newDeviceId())).toBeUndefined();
  });

  test('entries are read in pages, oldest first, behind one that is named', async () => {
    const owned = [sampleEntry(birch), sampleEntry(birch), sampleEntry(harbour)] as const;
    for (const entry of owned) await store.operator.map.addCamera(sampleCamera(), entry, nowhere);
    const devices = ids(owned);
    const page = async (most: number, after?: DeviceId) =>
      ids(await store.operator.map.page({ most, ...(after && { after }) }));
    expect(await page(2)).toEqual(devices.slice(0, 2));
    expect(await page(2, owned[1].device)).toEqual(devices.slice(2));
    expect(await page(2, owned[2].device)).toEqual([]);
    await expect(page(2, newDeviceId())).rejects.toMatchObject({ code: 'not-found' });
    // Positions are never used twice where the last one is there still.
    await store.of(birch).removeEntry(owned[1].device);
    expect(await page(9, owned[0].device)).toEqual(devices.slice(2));
  });

  test('cameras are read in pages by their ids, each once', async () => {
    const cameras = [sampleCamera(), sampleCamera(), sampleCamera()] as const;
    for (const camera of cameras)
      await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    await store.operator.map.addEntry(cameras[0].camera, sampleEntry(harbour, { role: 'viewer' }));
    const inOrder = cameras.map(({ camera }) => camera).toSorted((a, b) => (a < b ? -1 : 1));
    const page = async (most: number, after?: CameraId) => {
      const rows = await store.operator.map.cameras({ most, ...(after && { after }) });
      const of = new Map(cameras.map((one) => [one.camera, one.sealedSource]));
      for (const row of rows) expect(row).toEqual({ ...row, sealedSource: of.get(row.camera) });
      return rows.map(({ camera }) => camera);
    };
    expect(await page(2)).toEqual(inOrder.slice(0, 2));
    expect(await page(2, inOrder[1])).toEqual(inOrder.slice(2));
    // A camera that there is not is a key like any other.
    await store.operator.map.removeCamera(inOrder[1] ?? newCameraId());
    expect(await page(2, inOrder[1])).toEqual(inOrder.slice(2));
  });

  test('entries of several devices, or cameras, are found at once, oldest first', async () => {
    const cameras = [sampleCamera(), sampleCamera()] as const;
    const [one, other] = [sampleEntry(birch), sampleEntry(birch)];
    await store.operator.map.addCamera(cameras[0], one, nowhere);
    await store.operator.map.addCamera(cameras[1], other, nowhere);
    const shared = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addEntry(cameras[0].camera, shared);
    const devices = [shared.device, newDeviceId(), one.device];
    expect(await store.operator.map.ofDevices(devices)).toStrictEqual([
      await store.operator.map.ofDevice(one.device),
      await store.operator.map.ofDevice(shared.device),
    ]);
    const all = cameras.map(({ camera }) => camera);
    expect(ids(await store.operator.map.ofCameras(all))).toEqual(ids([one, other, shared]));
    expect(ids(await store.operator.map.ofCameras(all.slice(1)))).toEqual(ids([other]));
    expect(await store.operator.map.ofCameras([newCameraId()])).toEqual([]);
    expect([
      await store.operator.map.ofDevices([]),
      await store.operator.map.ofCameras([]),
    ]).toEqual([[], []]);
  });

  test('models are named once each, in pages', async () => {
    expect([
      await store.operator.map.models({ most: 9 }),
      await store.operator.map.hasModel('A'),
    ]).toEqual([[], false]);
    for (const model of ['B', 'A', 'C', 'A', undefined]) {
      const camera = sampleCamera(model === undefined ? {} : { model });
      await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    }
    expect(await store.operator.map.models({ most: 2 })).toEqual(['A', 'B']);
    expect(await store.operator.map.models({ most: 2, after: 'B' })).toEqual(['C']);
    const has = ['A', 'C', 'a', ''].map((model) => store.operator.map.hasModel(model));
    expect(await Promise.all(has)).toEqual([true, true, false, false]);
  });

  test('a device id exists once, and what is refused leaves no half of itself', async () => {
    const camera = sampleCamera();
    const other = sampleCamera();
    const entry = sampleEntry(birch);
    await store.operator.map.addCamera(camera, entry, nowhere);
    const taken = sampleEntry(harbour, { device: entry.device });
    const conflict = { code: 'conflict' };
    await expect(store.operator.map.addCamera(other, taken, nowhere)).rejects.toMatchObject(
      conflict,
    );
    expect(await store.operator.map.removeCamera(other.camera)).toBe(false);

    const kept = sampleEntry(birch);
    await store.operator.map.addCamera(other, kept, nowhere);
    await expect(store.operator.map.transfer(other.camera, taken)).rejects.toMatchObject(conflict);
    expect(await store.operator.map.entriesOf(other.camera)).toEqual([
      { ...other, ...kept, opening: 1, began },
    ]);
  });

  test('a camera has one owner', async () => {
    const camera = sampleCamera();
    await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    await expect(
      store.operator.map.addEntry(camera.camera, sampleEntry(harbour)),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('a value that no row may hold is a fault of ours, and leaves nothing behind', async () => {
    const camera = sampleCamera({ epoch: 0 });
    await expect(
      store.operator.map.addCamera(camera, sampleEntry(birch), nowhere),
    ).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await allEntries(store)).toEqual([]);
  });

  test('an account sees a camera once', async () => {
    const camera = sampleCamera();
    await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    await expect(
      store.operator.map.addEntry(camera.camera, sampleEntry(birch, { role: 'viewer' })),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('what names nobody or nothing is told so and leaves nothing behind', async () => {
    const camera = sampleCamera();
    const nobody = sampleEntry(newAccountId(), { role: 'viewer' });
    const none = { code: 'not-found' };
    await expect(store.operator.map.addCamera(camera, nobody, nowhere)).rejects.toMatchObject(none);
    expect(await store.operator.map.setSources([moved(camera.camera, 'k.other', false)])).toBe(
      false,
    );
    await store.operator.map.addCamera(camera, sampleEntry(birch), nowhere);
    await expect(store.operator.map.addEntry(camera.camera, nobody)).rejects.toMatchObject(none);
    await expect(store.operator.map.transfer(camera.camera, nobody)).rejects.toMatchObject(none);
    const viewer = sampleEntry(harbour, { role: 'viewer' });
    await expect(store.operator.map.addEntry(newCameraId(), viewer)).rejects.toMatchObject(none);
    await expect(store.operator.map.transfer(newCameraId(), viewer)).rejects.toMatchObject(none);
    expect(await allEntries(store)).toMatchObject([{ account: birch, epoch: 1 }]);
  });

  test('a right is dated by the revision that it makes, and nothing else moves it', async () => {
    const camera = sampleCamera();
    const [owner, viewer] = [sampleEntry(birch), sampleEntry(harbour, { role: 'viewer' })];
    const beganOf = async (account: AccountId, { device }: { device: DeviceId }) =>
      (await store.of(account).entry(device))?.began;
    const first = await store.revision();
    await store.operator.map.addCamera(camera, owner, nowhere);
    expect(await beganOf(birch, owner)).toBeGreaterThan(first);
    const second = await store.revision();
    expect(await beganOf(birch, owner)).toBeLessThanOrEqual(second);
    await store.operator.map.addEntry(camera.camera, viewer);
    expect(await beganOf(harbour, viewer)).toBeGreaterThan(second);
    await store.operator.map.setSources([moved(camera.camera, 'k.other', true)]);
    expect(await beganOf(birch, owner)).toBeLessThanOrEqual(second);
  });

  test('a name belongs to one account; whereabouts belong to all', async () => {
    const camera = sampleCamera();
    const owner = sampleEntry(birch, { room: 'Hall' });
    const viewer = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addCamera(camera, owner, nowhere);
    await store.operator.map.addEntry(camera.camera, viewer);
    const naming = { name: 'Gate', nicknames: ['n'] };
    expect(await store.of(birch).rename(owner.device, naming)).toBe(true);
    expect(await store.operator.map.warm()).toEqual([]);
    expect(await store.operator.map.setSources([moved(camera.camera, 'k.other', true)])).toBe(true);
    const elsewhere = { ...camera, sealedSource: 'k.other', alwaysWarm: true, opening: 2 };
    expect(await store.operator.map.warm()).toStrictEqual([elsewhere]);
    const { room: _, ...roomless } = owner;
    expect(await store.operator.map.entriesOf(camera.camera)).toStrictEqual([
      { ...elsewhere, ...roomless, ...naming, began },
      { ...elsewhere, ...viewer, began },
    ]);
  });

  test('how many connections it takes is learnt where nobody said it, and said by the operator for good', async () => {
    const [camera, said] = [sampleCamera(), sampleCamera({ connections: 'many' })];
    const owner = sampleEntry(birch);
    await store.operator.map.addCamera(camera, owner, nowhere);
    await store.operator.map.addCamera(said, sampleEntry(birch), nowhere);
    const { camera: id } = camera;
    expect(await store.operator.map.learnOneConnection(id, 2)).toBe(false);
    expect(await store.operator.map.learnOneConnection(said.camera, 1)).toBe(false);
    const before = await store.revision();
    expect(await store.operator.map.learnOneConnection(id, 1)).toBe(true);
    expect(await store.revision()).toBeGreaterThan(before);
    expect(await store.operator.map.learnOneConnection(id, 1)).toBe(false);
    const learnt = { ...camera, connections: 'learnt', opening: 1 };
    expect(await store.operator.map.entriesOf(id)).toStrictEqual([{ ...learnt, ...owner, began }]);
    await store.operator.map.setSources([moved(id, 'k.other', true)]);
    expect(await store.operator.map.warm()).toMatchObject([{ connections: 'learnt' }]);
    await store.operator.map.setSources([{ ...moved(id, 'k.other', true), connections: 'many' }]);
    expect(await store.operator.map.warm()).toMatchObject([{ connections: 'many' }]);
    expect(await store.operator.map.learnOneConnection(id, 1)).toBe(false);
  });

  test('what is sealed anew stays where it is, unless it was changed meanwhile', async () => {
    const camera = sampleCamera({ alwaysWarm: true });
    const owner = sampleEntry(birch);
    await store.operator.map.addCamera(camera, owner, nowhere);
    const { camera: id, sealedSource } = camera;
    const origin = {
      camera: id,
      line: 'stream',
      place: 'k.place',
      proof: 'k.proof',
      since: 1,
    } as const;
    expect(await store.operator.origins.bind(origin, 1, undefined)).toBe(true);
    expect(await store.operator.map.reseal(id, 'k.other', 'k.next', 1)).toBe(false);
    expect(await store.operator.map.reseal(id, sealedSource, 'k.next', 2)).toBe(false);
    expect(await allEntries(store)).toMatchObject([{ ...camera, ...owner, opening: 1 }]);
    const before = await store.revision();
    expect(await store.operator.map.reseal(id, sealedSource, 'k.next', 1)).toBe(true);
    expect(await store.revision()).not.toBe(before);
    const sealed = { ...camera, sealedSource: 'k.next', opening: 2 };
    expect(await allEntries(store)).toMatchObject([{ ...sealed, ...owner }]);
    expect(await allOrigins(store)).toStrictEqual([origin]);
  });

  test('what names an epoch finds no camera of another', async () => {
    const camera = sampleCamera({ epoch: 2 });
    const owner = sampleEntry(birch);
    const other = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addCamera(camera, owner, nowhere);
    const none = { code: 'not-found' };
    await expect(store.operator.map.addEntry(camera.camera, other, 1)).rejects.toMatchObject(none);
    await expect(store.operator.map.transfer(camera.camera, other, 1)).rejects.toMatchObject(none);
    expect(await store.operator.map.setSources([moved(camera.camera, 'k.other', true, 1)])).toBe(
      false,
    );
    expect(await store.operator.map.removeCamera(camera.camera, 1)).toBe(false);
    expect(await allEntries(store)).toStrictEqual([{ ...camera, ...owner, opening: 1, began }]);
    await store.operator.map.addEntry(camera.camera, other, 2);
    expect(await store.operator.map.setSources([moved(camera.camera, 'k.other', true, 2)])).toBe(
      true,
    );
    expect(await store.operator.map.transfer(camera.camera, sampleEntry(harbour), 2)).toBe(3);
    expect(await store.operator.map.removeCamera(camera.camera, 3)).toBe(true);
  });

  test('a transfer leaves the new owner alone and the epoch higher', async () => {
    const camera = sampleCamera();
    const other = sampleCamera();
    const old = sampleEntry(birch);
    const bystander = sampleEntry(birch);
    await store.operator.map.addCamera(camera, old, nowhere);
    await store.operator.map.addCamera(other, bystander, nowhere);
    await store.operator.map.addEntry(camera.camera, sampleEntry(harbour, { role: 'viewer' }));
    const next = sampleEntry(harbour);
    expect(await store.operator.map.transfer(camera.camera, next)).toBe(2);
    expect(await store.operator.map.entriesOf(camera.camera)).toEqual([
      { ...camera, epoch: 2, opening: 1, began, ...next },
    ]);
    expect(await store.of(birch).entry(old.device)).toBeUndefined();
    expect(await store.of(birch).entries()).toEqual([
      { ...other, ...bystander, opening: 1, began },
    ]);
  });

  test('an entry or a whole camera is removed once', async () => {
    const camera = sampleCamera();
    const owner = sampleEntry(birch);
    const viewer = sampleEntry(harbour, { role: 'viewer' });
    await store.operator.map.addCamera(camera, owner, nowhere);
    await store.operator.map.addEntry(camera.camera, viewer);
    expect(await store.of(harbour).removeEntry(viewer.device)).toBe(true);
    expect(await store.of(harbour).removeEntry(viewer.device)).toBe(false);
    expect(await allEntries(store)).toHaveLength(1);
    await store.operator.map.addEntry(camera.camera, sampleEntry(harbour, { role: 'viewer' }));
    expect(await store.operator.map.removeCamera(camera.camera)).toBe(true);
    expect(await store.operator.map.removeCamera(camera.camera)).toBe(false);
    expect(await allEntries(store)).toEqual([]);
  });
}
