/** Pins, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CameraId, newCameraId } from '../../identity/ids.ts';
import type { Pin, PinnedLine, Stranger } from '../pins.ts';
import type { Store } from '../store.ts';
import {
  noon,
  sampleAccount,
  sampleCamera,
  sampleEntry,
  type MakeShelf,
  type Shelf,
  nowhere,
  moved,
} from './shelf.ts';
import { allPins } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function pinsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  const birch = sampleAccount();
  const harbour = sampleAccount();
  const door = sampleCamera();
  const garden = sampleCamera();
  const entry = sampleEntry(birch.id);
  const shared = sampleEntry(harbour.id, { role: 'viewer' });

  const pin = (over: Partial<Pin> = {}): Pin => ({
    camera: door.camera,
    line: 'stream',
    fields: ['server', 'realm'],
    hash: 'h'.repeat(43),
    description: 'Lattice',
    since: noon,
    ...over,
  });

  const openingOf = async (camera: CameraId) =>
    (await store.operator.map.entriesOf(camera))[0]?.opening ?? 0;
  const opening = () => openingOf(door.camera);
  const { put, note, replace } = {
    put: async (given: Pin) => store.operator.pins.pin(given, await openingOf(given.camera)),
    note: async (camera: CameraId, line: PinnedLine, stranger: Stranger | undefined) =>
      store.operator.pins.note(camera, line, stranger, await openingOf(camera)),
    replace: async (old: Pin, next: Pin) =>
      store.operator.pins.replace(old, next, await openingOf(old.camera)),
  };

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    await store.operator.map.addCamera(door, entry, nowhere);
    await store.operator.map.addEntry(door.camera, shared);
    await store.operator.map.addCamera(garden, sampleEntry(birch.id), nowhere);
  });
  afterEach(() => shelf.dispose());

  test('a pin comes back as it was given, by camera and line', async () => {
    const [stream, still] = [pin(), pin({ line: 'still', fields: [], since: noon + 1 })];
    const onvif = pin({ line: 'onvif', fields: ['serial'], since: noon + 2 });
    expect(await put(stream)).toStrictEqual(stream);
    expect(await put(onvif)).toStrictEqual(onvif);
    expect(await put(still)).toStrictEqual(still);
    expect(await store.operator.pins.of(door.camera, 'stream')).toStrictEqual(stream);
    expect(await store.operator.pins.of(door.camera, 'still')).toStrictEqual(still);
    expect(await store.operator.pins.of(door.camera, 'onvif')).toStrictEqual(onvif);
    expect(await store.operator.pins.of(garden.camera, 'stream')).toBeUndefined();
    expect(await allPins(store)).toStrictEqual([stream, still, onvif]);
  });

  test('the first pin stays until it is taken out', async () => {
    const first = pin();
    const other = pin({ hash: 'o'.repeat(43), description: 'Other' });
    await put(first);
    expect(await put(other)).toStrictEqual(first);
    expect(await store.operator.pins.unpin(garden.camera)).toEqual([]);
    expect(await store.operator.pins.unpin(door.camera)).toStrictEqual([first]);
    expect(await put(other)).toStrictEqual(other);
  });

  test('a pin is replaced, its stranger with it, only while it is the one that is meant', async () => {
    const old = pin();
    const next = pin({
      fields: ['realm'],
      hash: 'n'.repeat(43),
      description: 'N',
      since: noon + 3,
    });
    await put(old);
    await put(pin({ line: 'still' }));
    await note(door.camera, 'stream', { description: 'Other', since: noon + 1 });
    for (const other of [
      pin({ hash: 'o'.repeat(43) }),
      pin({ fields: ['server'] }),
      pin({ since: noon + 1 }),
      pin({ line: 'onvif' }),
      pin({ camera: garden.camera }),
    ]) {
      expect(await replace(other, next)).toBe(false);
    }
    expect(await store.operator.pins.of(door.camera, 'stream')).toMatchObject({
      ...old,
      stranger: {},
    });
    expect(await replace(old, next)).toBe(true);
    expect(await store.operator.pins.of(door.camera, 'stream')).toStrictEqual(next);
    expect(await store.operator.pins.of(door.camera, 'still')).toStrictEqual(
      pin({ line: 'still' }),
    );
    expect(await replace(old, pin())).toBe(false);
    expect(await store.operator.pins.of(door.camera, 'stream')).toStrictEqual(next);
  });

  test('pins of several cameras are found at once, and cameras that say the same', async () => {
    const still = pin({ line: 'still', since: noon - 1 });
    const twin = pin({ camera: garden.camera });
    for (const one of [pin(), still, twin]) await put(one);
    const both = [door.camera, garden.camera];
    expect(await store.operator.pins.ofAll([...both, newCameraId()])).toHaveLength(3);
    expect(await store.operator.pins.ofAll([door.camera])).toStrictEqual([still, pin()]);
    expect(await store.operator.pins.ofAll([])).toEqual([]);
    const { line, fields, hash } = pin();
    const inOrder = both.toSorted((a, b) => (a < b ? -1 : 1));
    const alike = (most: number, over: Partial<Pin> = {}) =>
      store.operator.pins.alike([{ line, fields, hash, ...over }], most);
    expect(await alike(9)).toStrictEqual(inOrder.map((camera) => ({ camera, line, fields, hash })));
    expect((await alike(1)).map(({ camera }) => camera)).toEqual(inOrder.slice(0, 1));
    expect((await alike(9, { line: 'still' })).map(({ camera }) => camera)).toEqual([door.camera]);
    expect(await alike(9, { fields: ['server'] })).toEqual([]);
    expect(await alike(9, { hash: 'o'.repeat(43) })).toEqual([]);
  });

  test('a pin of this version is never listed as one from before', async () => {
    await put(pin());
    expect(await store.operator.pins.listOnce(10)).toEqual([]);
  });

  test('a stranger is noted once, for everybody who sees the camera, and forgotten', async () => {
    const stranger = { description: 'Other', since: noon + 5 };
    await put(pin());
    expect(await note(door.camera, 'stream', undefined)).toBe(false);
    expect(await note(door.camera, 'stream', stranger)).toBe(true);
    const again = { ...stranger, since: noon + 9 };
    expect(await note(door.camera, 'stream', again)).toBe(false);
    expect(await store.operator.pins.of(door.camera, 'stream')).toStrictEqual({
      ...pin(),
      stranger,
    });
    expect(await store.of(birch.id).strangers()).toEqual([entry.device]);
    expect(await store.of(harbour.id).strangers()).toEqual([shared.device]);
    expect(await note(door.camera, 'stream', undefined)).toBe(true);
    expect(await store.of(birch.id).strangers()).toEqual([]);
    expect(await note(garden.camera, 'stream', stranger)).toBe(false);
  });

  test('the first stranger has the camera opened anew, and nothing else that is noted', async () => {
    await put(pin());
    await note(door.camera, 'stream', undefined);
    expect(await opening()).toBe(1);
    await note(door.camera, 'stream', { description: 'Other', since: noon });
    expect(await opening()).toBe(2);
    await note(door.camera, 'stream', { description: 'Another', since: noon });
    await note(door.camera, 'stream', undefined);
    expect(await opening()).toBe(2);
  });

  test('a stranger where nothing is pinned yet has the camera opened anew, too', async () => {
    await note(garden.camera, 'still', undefined);
    expect(await openingOf(garden.camera)).toBe(1);
    await note(garden.camera, 'still', { description: 'Other', since: noon });
    expect(await openingOf(garden.camera)).toBe(2);
  });

  const gone = { code: 'not-found' };
  const stranger = { description: 'Other', since: noon };

  test('what was opened before its row was put right pins nothing, also where it is pinned', async () => {
    const before = await opening();
    await store.operator.map.setSources([moved(door.camera, 'k.other', false)]);
    await expect(store.operator.pins.pin(pin(), before)).rejects.toMatchObject(gone);
    expect(await allPins(store)).toEqual([]);
    await put(pin());
    await expect(store.operator.pins.pin(pin(), before)).rejects.toMatchObject(gone);
  });

  test('nor does it put anything in the place of a pin', async () => {
    await put(pin());
    const before = await opening();
    await store.operator.map.setSources([moved(door.camera, 'k.other', false)]);
    const next = pin({ hash: 'n'.repeat(43) });
    await expect(store.operator.pins.replace(pin(), next, before)).rejects.toMatchObject(gone);
    expect(await allPins(store)).toStrictEqual([pin()]);
  });

  test('nor does it note another camera, or that there is none any more, or end anything', async () => {
    await put(pin());
    const before = await opening();
    await store.operator.map.setSources([moved(door.camera, 'k.other', false)]);
    for (const { camera } of [door, garden]) {
      const noting = store.operator.pins.note(camera, 'stream', stranger, before - 1);
      await expect(noting).rejects.toMatchObject(gone);
    }
    await expect(
      store.operator.pins.note(door.camera, 'stream', stranger, before),
    ).rejects.toMatchObject(gone);
    expect([await opening(), await openingOf(garden.camera)]).toEqual([before + 1, 1]);
    await note(door.camera, 'stream', stranger);
    const over = store.operator.pins.note(door.camera, 'stream', undefined, before + 1);
    await expect(over).rejects.toMatchObject(gone);
    expect(await allPins(store)).toStrictEqual([{ ...pin(), stranger }]);
  });

  test('pins stay when a camera is handed over, and go with it', async () => {
    await put(pin());
    await store.operator.map.transfer(door.camera, sampleEntry(harbour.id));
    expect(await allPins(store)).toHaveLength(1);
    await store.operator.map.removeCamera(door.camera);
    expect(await allPins(store)).toEqual([]);
    await expect(put(pin({ camera: newCameraId() }))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
}
