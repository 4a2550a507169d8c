/** Sealed values and their keys, whatever the engine. */
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
import { allEntries } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function sealedValuesContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  const birch = sampleAccount();
  const door = sampleCamera({ sealedSource: 'older-1.source' });
  const gate = sampleCamera({ sealedSource: 'newer-1.source' });
  const origin = {
    camera: door.camera,
    line: 'stream',
    place: 'older-1.place',
    proof: 'older-1.proof',
    since: noon,
  } as const;
  const still = {
    camera: gate.camera,
    line: 'still',
    proof: 'newer-1.proof',
    since: noon,
  } as const;

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    await store.operator.accounts.add(birch);
    for (const camera of [door, gate]) {
      await store.operator.map.addCamera(camera, sampleEntry(birch.id), nowhere);
    }
    await store.operator.origins.bind(origin, 1, undefined);
    await store.operator.origins.bind({ ...still, place: 'newer-1.place' }, 1, undefined);
  });
  afterEach(() => shelf.dispose());

  const others = async (kid: string) =>
    (await store.operator.sealed.others(kid, { most: 9 })).values;
  const sources = async () =>
    (await allEntries(store)).map(({ sealedSource, opening }) => [sealedSource, opening]);

  test('they are counted by their keys, and listed where they have another', async () => {
    expect(await store.operator.sealed.count()).toEqual(
      new Map([
        ['older-1', 3],
        ['newer-1', 3],
      ]),
    );
    expect((await store.operator.sealed.keys()).toSorted()).toEqual(['newer-1', 'older-1']);
    const { camera } = door;
    expect(await others('newer-1')).toStrictEqual([
      { of: 'source', camera, sealed: 'older-1.source' },
      { of: 'place', camera, line: 'stream', sealed: 'older-1.place' },
      { of: 'proof', camera, line: 'stream', sealed: 'older-1.proof' },
    ]);
    expect(await others('older')).toHaveLength(6);
  });

  test('they are looked for camera by camera, until no more follows', async () => {
    const cameras = [door.camera, gate.camera].toSorted((a, b) => (a < b ? -1 : 1));
    const first = await store.operator.sealed.others('neither', { most: 1 });
    expect(first.last).toBe(cameras[0]);
    const second = await store.operator.sealed.others('neither', { most: 1, after: door.camera });
    const rest = await store.operator.sealed.others('neither', {
      most: 9,
      ...(first.last && { after: first.last }),
    });
    expect(rest.last).toBeUndefined();
    expect([...first.values, ...rest.values]).toHaveLength(6);
    expect(second.values.every(({ camera }) => camera === gate.camera)).toBe(true);
  });

  test('they are resealed where they stand, and nothing is opened anew', async () => {
    const changes = (await others('newer-1')).map((value) => ({
      value,
      sealed: value.sealed.replace('older-1', 'newer-1'),
    }));
    expect(await store.operator.sealed.reseal(changes)).toBe(3);
    expect(await others('newer-1')).toEqual([]);
    expect(await sources()).toEqual([
      ['newer-1.source', 1],
      ['newer-1.source', 1],
    ]);
    expect(await store.operator.origins.of(door.camera, 'stream')).toStrictEqual({
      ...origin,
      place: 'newer-1.place',
      proof: 'newer-1.proof',
    });
  });

  test('what was changed meanwhile stays as it is', async () => {
    const changes = (await others('newer-1')).map((value) => ({
      value,
      sealed: 'newer-1.late',
    }));
    await store.operator.map.setSources([moved(door.camera, 'older-1.moved', false)]);
    // The new address took the place away, too; of the three only the proof is as it was.
    expect(await store.operator.sealed.reseal(changes)).toBe(1);
    expect((await sources())[0]).toEqual(['older-1.moved', 2]);
    expect((await store.operator.origins.of(door.camera, 'stream'))?.place).toBeUndefined();
  });

  test('a key is in use as long as one value of whatever kind is sealed with it', async () => {
    for (const kind of ['source', 'place', 'proof']) {
      expect(await store.operator.sealed.keys()).toContain('older-1');
      const values = await others('newer-1');
      await store.operator.sealed.reseal(
        values
          .filter(({ of }) => of === kind)
          .map((value) => ({ value, sealed: `newer-1.${kind}` })),
      );
    }
    expect(await store.operator.sealed.keys()).toEqual(['newer-1']);
  });

  test('a key with which something is sealed is not dropped', async () => {
    expect(await store.operator.sealed.dropKeys(['older-1', 'unused-1'])).toEqual(['unused-1']);
    const reseal = async (of: string) =>
      store.operator.sealed.reseal(
        (await others('newer-1'))
          .filter((value) => value.of === of)
          .map((value) => ({ value, sealed: `newer-1.${of}` })),
      );
    for (const kind of ['source', 'place', 'proof']) {
      expect(await store.operator.sealed.dropKeys(['older-1'])).toEqual([]);
      await reseal(kind);
    }
    expect(await store.operator.sealed.dropKeys(['older-1'])).toEqual(['older-1']);
    expect(await store.operator.sealed.dropKeys(['older-1'])).toEqual(['older-1']);
  });

  test('nothing is sealed any more with a key that was dropped, by whatever process', async () => {
    await store.operator.sealed.dropKeys(['gone-1']);
    const neighbour = await shelf.open(() => noon);
    const refused = expect.objectContaining({
      code: 'bad-request',
      message: 'the keys were changed meanwhile: try again',
    });
    const late = sampleCamera({ sealedSource: 'gone-1.source' });
    const before = await store.operator.origins.of(door.camera, 'stream');
    const { camera, ...rest } = origin;
    const value = { of: 'source', camera, sealed: 'older-1.source' } as const;
    for (const write of [
      () => neighbour.operator.map.addCamera(late, sampleEntry(birch.id), nowhere),
      () => neighbour.operator.map.setSources([moved(door.camera, 'gone-1.moved', false)]),
      () => neighbour.operator.map.reseal(door.camera, 'older-1.source', 'gone-1.other', 1),
      () => neighbour.operator.sealed.reseal([{ value, sealed: 'gone-1.source' }]),
      () => neighbour.operator.origins.bind({ camera, ...rest, place: 'gone-1.p' }, 1, before),
      () => neighbour.operator.origins.bind({ camera, ...rest, proof: 'gone-1.p' }, 1, before),
    ]) {
      await expect(write()).rejects.toEqual(refused);
    }
    expect((await store.operator.sealed.count()).has('gone-1')).toBe(false);
    expect(
      await neighbour.operator.map.setSources([moved(door.camera, 'gone-12.moved', false)]),
    ).toBe(true);
  });
}
