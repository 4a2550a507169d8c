/** Places of cameras, whatever the engine. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CameraId, newCameraId } from '../../identity/ids.ts';
import type { Approach, Claim, Place, PlacedLine } from '../places.ts';
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

const hash = (letter: string): string => letter.repeat(43);
const at = (letter: string, over: Partial<Place> = {}): Place => ({
  line: 'stream',
  hash: hash(letter),
  named: false,
  ...over,
});
const claim = (...places: readonly Place[]): Claim => ({ ...nowhere, places });
const refused = { code: 'bad-request', message: expect.stringContaining('another account has') };

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function placesContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  const birch = sampleAccount();
  const harbour = sampleAccount();
  const maple = sampleAccount();
  const door = sampleCamera();
  const gate = sampleCamera();
  const entry = sampleEntry(birch.id);
  const theirs = sampleEntry(harbour.id);

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    for (const account of [birch, harbour, maple]) await store.operator.accounts.add(account);
  });
  afterEach(() => shelf.dispose());

  const approach = (letters: string, over: Partial<Approach> = {}): Approach => ({
    camera: gate.camera,
    line: 'stream',
    hashes: Array.from(letters, hash),
    named: true,
    whole: true,
    kept: true,
    below: false,
    sealedSource: gate.sealedSource,
    ...over,
  });
  const doorAt = (...places: readonly Place[]) =>
    store.operator.map.addCamera(door, entry, claim(...places));
  const gateAt = (...places: readonly Place[]) =>
    store.operator.map.addCamera(gate, theirs, claim(...places));

  describe('a row', () => {
    test('has its places, and loses them when it goes', async () => {
      await doorAt(at('a'), at('b', { line: 'still', named: true }));
      expect(await store.operator.places.of(door.camera)).toStrictEqual([
        at('a'),
        at('b', { line: 'still', named: true }),
      ]);
      expect(await store.operator.places.rivals(harbour.id, [hash('b')])).toStrictEqual([
        {
          ...at('b', { line: 'still', named: true }),
          camera: door.camera,
          device: entry.device,
          sealedSource: door.sealedSource,
        },
      ]);
      expect(await store.operator.places.rivals(birch.id, [hash('b')])).toEqual([]);
      await store.operator.map.removeCamera(door.camera);
      expect(await store.operator.places.rivals(harbour.id, [hash('b')])).toEqual([]);
    });

    test('keeps as an address what a name gives, too', async () => {
      await gateAt(at('a'));
      expect(await store.operator.places.claim(approach('ab'))).toBe(true);
      const places = [at('a'), at('b', { named: true })];
      expect(await store.operator.places.of(gate.camera)).toStrictEqual(places);
    });

    test('keeps what a name gave, where that is not all that it gives now', async () => {
      await gateAt(at('a', { named: true }));
      expect(await store.operator.places.claim(approach('b', { whole: false }))).toBe(true);
      const places = [at('a', { named: true }), at('b', { named: true })];
      expect(await store.operator.places.of(gate.camera)).toStrictEqual(places);
      const revision = await store.revision();
      expect(await store.operator.places.claim(approach('b', { whole: false }))).toBe(true);
      expect(await store.revision()).toBe(revision);
      expect(await store.operator.places.claim(approach('b'))).toBe(true);
      expect(await store.operator.places.of(gate.camera)).toStrictEqual(places.slice(1));
    });

    test('keeps no more than the last of what a name gives without end', async () => {
      await gateAt(at('a'));
      const hashOf = (number: number): string => `${number}`.padStart(43, '0');
      for (let number = 0; number < 600; number += 3) {
        const hashes = [number, number + 1, number + 2].map(hashOf);
        expect(await store.operator.places.claim(approach('', { hashes, whole: false }))).toBe(
          true,
        );
      }
      const kept = (await store.operator.places.of(gate.camera)).map((place) => place.hash);
      expect(kept.length).toBeLessThan(200);
      expect(kept).toEqual(expect.arrayContaining([hash('a'), hashOf(597), hashOf(599)]));
    });

    test('of another owner at the same place is refused whole', async () => {
      await doorAt(at('a'));
      await expect(gateAt(at('b'), at('a'))).rejects.toMatchObject(refused);
      await expect(gateAt(at('a'))).rejects.toMatchObject({
        message: expect.stringContaining(entry.device),
      });
      expect(await store.operator.map.entriesOf(gate.camera)).toEqual([]);
      await gateAt(at('b'));
      const over = { ...moved(gate.camera, 'k.other', false), claim: claim(at('a')) };
      await expect(store.operator.map.setSources([over])).rejects.toMatchObject(refused);
      expect(await store.operator.places.of(gate.camera)).toStrictEqual([at('b')]);
      expect(await store.operator.map.entriesOf(gate.camera)).toMatchObject([
        { sealedSource: 'k.sealed' },
      ]);
    });

    test('of the same owner at the same place is not, until one is handed over', async () => {
      await doorAt(at('a'));
      await store.operator.map.addCamera(gate, sampleEntry(birch.id), claim(at('a')));
      const away = store.operator.map.transfer(gate.camera, sampleEntry(harbour.id));
      await expect(away).rejects.toMatchObject(refused);
      expect(await store.operator.map.entriesOf(gate.camera)).toMatchObject([
        { account: birch.id },
      ]);
      expect(await store.operator.places.conflicts([door.camera, gate.camera])).toEqual([]);
      expect(await store.operator.places.sharing(door.camera)).toEqual([gate.camera]);
    });

    test('and its viewers are no two owners', async () => {
      await doorAt(at('a'));
      await store.operator.map.addEntry(door.camera, sampleEntry(harbour.id, { role: 'viewer' }));
      const again = { ...moved(door.camera, 'k.other', false), claim: claim(at('a')) };
      expect(await store.operator.map.setSources([again])).toBe(true);
    });

    test('keeps what its name gave where the name gives nothing now', async () => {
      await doorAt(at('a', { named: true }), at('b', { line: 'still', named: true }));
      const silent: readonly PlacedLine[] = ['stream', 'still'];
      const again = { ...nowhere, unresolved: silent, kept: ['stream' as const] };
      await store.operator.map.setSources([
        { ...moved(door.camera, 'k.other', false), claim: again },
      ]);
      expect(await store.operator.places.of(door.camera)).toStrictEqual([at('a', { named: true })]);
    });

    test('two of two owners can take each other’s place, all at once or not at all', async () => {
      await doorAt(at('a'));
      await gateAt(at('b'));
      const there = { ...moved(door.camera, 'k.door', false), claim: claim(at('b')) };
      const here = { ...moved(gate.camera, 'k.gate', false), claim: claim(at('a')) };
      await expect(store.operator.map.setSources([there])).rejects.toMatchObject(refused);
      expect(await store.operator.map.setSources([there, { ...here, camera: newCameraId() }])).toBe(
        false,
      );
      expect(await store.operator.places.of(door.camera)).toStrictEqual([at('a')]);
      expect(await store.operator.map.setSources([there, here])).toBe(true);
      expect(await store.operator.places.of(door.camera)).toStrictEqual([at('b')]);
    });
  });

  describe('the operator’s word', () => {
    test('ends the other row, and is written down', async () => {
      await doorAt(at('a'));
      await store.operator.suspensions.suspend({
        scope: { of: 'camera', camera: door.camera },
        since: noon,
      });
      await store.operator.map.addCamera(gate, theirs, { ...claim(at('a')), takeOver: true });
      expect(await store.operator.map.entriesOf(door.camera)).toEqual([]);
      const [word] = await store.operator.history.unrecordedTakeOvers();
      if (word === undefined) throw new Error('it was not written down');
      expect([word]).toStrictEqual(await store.operator.history.takeOvers(noon, noon));
      await store.operator.history.takeOversRecorded(word);
      expect(await store.operator.history.unrecordedTakeOvers()).toEqual([]);
      expect(await store.operator.history.takeOvers(noon, noon)).toStrictEqual([
        {
          account: harbour.id,
          device: theirs.device,
          formerAccount: birch.id,
          formerDevice: entry.device,
          at: noon,
        },
      ]);
      expect(await store.operator.history.takeOvers(noon + 1, noon + 2)).toEqual([]);
      // What was suspended stays so.
      expect(await store.operator.suspensions.list()).toMatchObject([
        { scope: { of: 'camera', camera: gate.camera } },
      ]);
      await store.operator.history.forget(noon + 1);
      expect(await store.operator.history.takeOvers(0, noon)).toEqual([]);
    });

    test('holds once for a name that gave nothing when it was said', async () => {
      await doorAt(at('a'));
      const silent = { ...nowhere, unresolved: ['stream' as const], takeOver: true };
      await store.operator.map.addCamera(gate, theirs, silent);
      expect(await store.operator.places.claim(approach('a', { line: 'still' }))).toBe(false);
      expect(await store.operator.places.claim(approach('b', { sealedSource: 'k.earlier' }))).toBe(
        false,
      );
      expect(await store.operator.places.claim(approach('a', { kept: false }))).toBe(false);
      expect(await store.operator.places.claim(approach('a'))).toBe(true);
      expect(await store.operator.map.entriesOf(door.camera)).toEqual([]);
      await doorAt(at('c'));
      expect(await store.operator.places.claim(approach('c'))).toBe(false);
    });

    test('is spent on what the name gave before, too', async () => {
      await gateAt(at('a', { named: true }));
      const unresolved = ['stream' as const];
      const silent = { ...nowhere, unresolved, kept: unresolved, takeOver: true };
      await store.operator.map.setSources([
        { ...moved(gate.camera, 'k.other', false), claim: silent },
      ]);
      await doorAt(at('c'));
      const over = { sealedSource: 'k.other' };
      expect(await store.operator.places.claim(approach('a', over))).toBe(true);
      expect(await store.operator.places.claim(approach('c', over))).toBe(false);
    });

    test('is taken back by the next address', async () => {
      await doorAt(at('a'));
      const silent = { ...nowhere, unresolved: ['stream' as const], takeOver: true };
      await store.operator.map.addCamera(gate, theirs, silent);
      const again = { ...moved(gate.camera, gate.sealedSource, false), claim: nowhere };
      await store.operator.map.setSources([again]);
      expect(await store.operator.places.claim(approach('a'))).toBe(false);
    });

    test('does not come back with a backup', async () => {
      await doorAt(at('a'));
      const silent = { ...nowhere, unresolved: ['stream' as const], takeOver: true };
      await store.operator.map.addCamera(gate, theirs, silent);
      expect(await store.operator.restores.distrust(0)).toMatchObject({ takeOvers: 1 });
      expect(await store.operator.places.claim(approach('a'))).toBe(false);
      expect(await store.operator.map.entriesOf(door.camera)).toHaveLength(1);
      expect(await store.operator.restores.distrust(0)).toMatchObject({ takeOvers: 0 });
    });
  });

  describe('a connection', () => {
    test('claims where its name leads, in place of where it led', async () => {
      await gateAt(at('a', { line: 'still' }));
      expect(await store.operator.places.claim(approach('bc'))).toBe(true);
      expect(await store.operator.places.claim(approach('cd'))).toBe(true);
      expect(await store.operator.places.of(gate.camera)).toStrictEqual([
        at('a', { line: 'still' }),
        at('c', { named: true }),
        at('d', { named: true }),
      ]);
    });

    test('changes nothing where nothing has changed', async () => {
      await gateAt(at('a', { named: true }), at('b', { line: 'still' }));
      const revisions = async () => (await store.of(harbour.id).look(undefined)).revisions;
      const before = await revisions();
      expect(await store.operator.places.claim(approach('a'))).toBe(true);
      expect(
        await store.operator.places.claim(approach('b', { line: 'still', named: false })),
      ).toBe(true);
      expect(await revisions()).toEqual(before);
      // Where it is led is written down, and concerns nobody.
      expect(await store.operator.places.claim(approach('z', { kept: false }))).toBe(true);
      const { all, ...after } = await revisions();
      expect({ ...after, all: before.all }).toEqual(before);
      if (shelf.revisionOf === 'changes') expect(all).toBe(before.all);
      expect(await store.operator.places.of(gate.camera)).toHaveLength(2);
    });

    test('that was led beyond its row ends when another owner’s camera comes there', async () => {
      const opening = async () => (await store.operator.map.entriesOf(gate.camera))[0]?.opening;
      await gateAt(at('a'));
      expect(await store.operator.places.claim(approach('yz', { kept: false }))).toBe(true);
      const revision = await store.revision();
      const track = approach('t', { kept: false, below: true });
      expect(await store.operator.places.claim(track)).toBe(true);
      expect(await store.operator.places.visits(gate.camera, 'stream', 1)).toStrictEqual([
        hash('z'),
      ]);
      expect(await store.operator.places.visits(gate.camera, 'stream', 9)).toHaveLength(2);
      expect(await store.operator.places.visits(gate.camera, 'still', 9)).toEqual([]);
      // An account's second row of the same camera is no other owner's.
      const second = sampleCamera();
      await store.operator.map.addCamera(second, sampleEntry(harbour.id), claim(at('z')));
      expect(await opening()).toBe(1);
      await doorAt(at('y'));
      expect(await opening()).toBe(2);
      expect(await store.revision()).toBeGreaterThan(revision);
      expect(await store.operator.places.claim(approach('yz', { kept: false }))).toBe(false);
      // The account's own second row becomes another one's.
      await store.operator.map.transfer(second.camera, sampleEntry(maple.id));
      expect(await opening()).toBe(3);
      // A name that comes to lead there.
      expect(await store.operator.places.claim(approach('x', { kept: false }))).toBe(true);
      const named = { camera: door.camera, sealedSource: door.sealedSource };
      expect(await store.operator.places.claim(approach('x', named))).toBe(true);
      expect(await opening()).toBe(4);
    });

    test('that was led to is told before those of earlier connections, also where it had been led before', async () => {
      await gateAt(at('a'));
      const led = async (letters: string): Promise<void> => {
        for (const letter of letters) {
          expect(await store.operator.places.claim(approach(letter, { kept: false }))).toBe(true);
        }
      };
      await led('ijklmnopq');
      await led('i');
      const told = await store.operator.places.visits(gate.camera, 'stream', 8);
      expect(told).toStrictEqual(Array.from('iqponmlk').map(hash));
    });

    test('that was led to more places than are kept ends', async () => {
      await gateAt(at('a'));
      const opening = async () => (await store.operator.map.entriesOf(gate.camera))[0]?.opening;
      const led = async (line: PlacedLine) => {
        for (let n = 0; n <= 512; n += 1) {
          const far = { line, kept: false, hashes: [String(n).padStart(43, '0')] };
          expect(await store.operator.places.claim(approach('', far))).toBe(true);
        }
      };
      // The picture of one that was led to other stills was fetched long ago.
      await led('still');
      expect(await opening()).toBe(1);
      await led('stream');
      expect(await opening()).toBe(2);
    });

    test.each([
      ['all of them', 'a'],
      ['one of them', 'xa'],
    ])('is refused where another owner’s camera is at %s', async (_, letters) => {
      await doorAt(at('a'));
      await gateAt(at('b', { named: true }));
      expect(await store.operator.places.claim(approach(letters))).toBe(false);
      expect(await store.operator.places.claim(approach(letters, { kept: false }))).toBe(false);
      expect(await store.operator.places.of(gate.camera)).toStrictEqual([at('b', { named: true })]);
    });

    test('is refused where the row is not as it was, or not there', async () => {
      await gateAt();
      expect(await store.operator.places.claim(approach('a', { sealedSource: 'k.other' }))).toBe(
        false,
      );
      expect(await store.operator.places.claim(approach('a', { camera: newCameraId() }))).toBe(
        false,
      );
      expect(await store.operator.places.of(gate.camera)).toEqual([]);
      // Nor if there is nothing to be claimed.
      expect(await store.operator.places.claim(approach('a'))).toBe(true);
      expect(await store.operator.places.claim(approach('a', { sealedSource: 'k.other' }))).toBe(
        false,
      );
    });

    test('of two at a time one wins', async () => {
      await doorAt();
      await gateAt();
      const other = await shelf.open(() => noon);
      const won = await Promise.all([
        store.operator.places.claim(approach('a')),
        other.operator.places.claim(approach('a', { camera: door.camera })),
      ]);
      expect(won.filter((free) => free)).toHaveLength(1);
    });
  });

  test('places of several cameras are found at once', async () => {
    await doorAt(at('a'), at('b', { line: 'still', named: true }));
    await gateAt(at('c'));
    const of = { door: { camera: door.camera }, gate: { camera: gate.camera } };
    const found = await store.operator.places.ofAll([door.camera, gate.camera]);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        { ...of.door, ...at('a') },
        { ...of.door, ...at('b', { line: 'still', named: true }) },
        { ...of.gate, ...at('c') },
      ]),
    );
    expect(await store.operator.places.ofAll([gate.camera])).toEqual([{ ...of.gate, ...at('c') }]);
    expect(await store.operator.places.ofAll([])).toEqual([]);
  });

  test('a pair under two owners is named by either of its cameras, once, the older entry first', async () => {
    await doorAt(at('a'), at('b'));
    await gateAt();
    const pairs = (...cameras: readonly { camera: CameraId }[]) =>
      store.operator.places.conflicts(cameras.map(({ camera }) => camera));
    expect(await pairs(door, gate)).toEqual([]);
    await store.operator.places.place([{ ...gate, places: [at('a'), at('b')] }]);
    const pair = [entry.device, theirs.device];
    expect(await pairs(door)).toEqual([pair]);
    expect(await pairs(gate)).toEqual([pair]);
    expect(await pairs(gate, door)).toEqual([pair]);
    expect(await pairs({ camera: newCameraId() })).toEqual([]);
  });

  test('a row of this version waits for no place, and is not older', async () => {
    await doorAt();
    const none = [
      await store.operator.places.unplaced({ most: 9 }),
      await store.operator.places.older({ most: 9 }),
    ];
    expect(none).toEqual([[], []]);
  });

  test('an older row is put where it is, unless it has changed meanwhile', async () => {
    await doorAt();
    const row = { camera: door.camera, places: [at('a')] };
    await store.operator.places.place([{ ...row, sealedSource: 'k.other' }]);
    expect(await store.operator.places.of(door.camera)).toEqual([]);
    await store.operator.places.place([{ ...row, sealedSource: door.sealedSource }]);
    expect(await store.operator.places.of(door.camera)).toStrictEqual([at('a')]);
  });

  test('where another owner’s row was put, no connection goes on, although it was there before', async () => {
    await doorAt(at('a'));
    await gateAt();
    const { camera, sealedSource } = door;
    const again = approach('a', { camera, sealedSource, named: false });
    expect(await store.operator.places.claim(again)).toBe(true);
    await store.operator.places.place([{ ...gate, places: [at('a')] }]);
    expect(await store.operator.places.claim(again)).toBe(false);
  });

  test('what a name no longer gives is let go, and what was opened there ends', async () => {
    await doorAt(at('a', { named: true }), at('b'));
    await store.operator.places.release(door.camera, 'stream', hash('b'));
    expect(await store.operator.map.entriesOf(door.camera)).toMatchObject([{ opening: 1 }]);
    await store.operator.places.release(door.camera, 'stream', hash('a'));
    expect(await store.operator.places.of(door.camera)).toStrictEqual([at('b')]);
    expect(await store.operator.map.entriesOf(door.camera)).toMatchObject([{ opening: 2 }]);
  });
}
