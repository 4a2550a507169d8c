/** Origins, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../store.ts';
import {
  moved,
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleEntry,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';
import { allOrigins } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function originsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  const birch = sampleAccount();
  const door = sampleCamera();
  const origin = {
    camera: door.camera,
    line: 'stream',
    place: 'p',
    proof: 'q',
    since: noon,
  } as const;

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    await store.operator.accounts.add(birch);
    await store.operator.map.addCamera(door, sampleEntry(birch.id), nowhere);
  });
  afterEach(() => shelf.dispose());

  test('an origin comes back as it was bound, by camera and line', async () => {
    expect(await store.operator.origins.of(door.camera, 'stream')).toBeUndefined();
    expect(await store.operator.origins.bind(origin, 1, undefined)).toBe(true);
    expect(await store.operator.origins.of(door.camera, 'stream')).toStrictEqual(origin);
    expect(await store.operator.origins.of(door.camera, 'still')).toBeUndefined();
    expect(await allOrigins(store)).toStrictEqual([origin]);
  });

  test('those of several cameras are found at once', async () => {
    const other = sampleCamera();
    await store.operator.map.addCamera(other, sampleEntry(birch.id), nowhere);
    const theirs = { ...origin, camera: other.camera, since: noon - 1 };
    const onvif = { ...origin, line: 'onvif' } as const;
    for (const one of [origin, onvif, theirs]) await store.operator.origins.bind(one, 1, undefined);
    expect(await store.operator.origins.ofAll([door.camera, other.camera])).toStrictEqual([
      theirs,
      origin,
      onvif,
    ]);
    expect(await store.operator.origins.ofAll([other.camera])).toStrictEqual([theirs]);
    expect(await store.operator.origins.ofAll([])).toEqual([]);
  });

  test('one that somebody else has bound meanwhile stays', async () => {
    expect(await store.operator.origins.bind(origin, 1, undefined)).toBe(true);
    const other = { ...origin, place: 'other' };
    expect(await store.operator.origins.bind(other, 1, undefined)).toBe(false);
    expect(await store.operator.origins.bind(other, 1, { ...origin, proof: 'another' })).toBe(
      false,
    );
    expect(await store.operator.origins.bind(other, 1, { ...origin, place: 'another' })).toBe(
      false,
    );
    expect(await store.operator.origins.bind(other, 1, origin)).toBe(true);
    expect(await store.operator.origins.of(door.camera, 'stream')).toStrictEqual(other);
  });

  test('binding raises no revision, so that nobody has to read the map anew', async () => {
    const revisions = async () => (await store.of(birch.id).look(undefined)).revisions;
    const { all, ...before } = await revisions();
    await store.operator.origins.bind(origin, 1, undefined);
    const { all: later, ...after } = await revisions();
    expect(after).toEqual(before);
    if (shelf.revisionOf === 'changes') expect(later).toBe(all);
  });

  test('a new address takes the place away and leaves the proof; what was opened before binds nothing', async () => {
    await store.operator.origins.bind(origin, 1, undefined);
    await store.operator.map.setSources([moved(door.camera, 'sealed', false)]);
    const { place: _place, ...rest } = origin;
    expect(await store.operator.origins.of(door.camera, 'stream')).toStrictEqual(rest);
    expect(await store.operator.origins.bind(origin, 1, rest)).toBe(false);
    expect(await store.operator.origins.bind(origin, 2, rest)).toBe(true);
  });

  test('repinning forgets it, and so does removing the camera', async () => {
    await store.operator.origins.bind(origin, 1, undefined);
    await store.operator.pins.unpin(door.camera);
    expect(await allOrigins(store)).toEqual([]);
    expect(await store.operator.origins.bind(origin, 2, undefined)).toBe(true);
    await store.operator.map.removeCamera(door.camera);
    expect(await allOrigins(store)).toEqual([]);
  });
}
