/** Serial numbers, and the makes that use each number once. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CameraId } from '../../identity/ids.ts';
import { newCameraId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import {
  moved,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleEntry,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';
import { allSerials } from './whole.ts';

const hashed = (letter: string): string => letter.repeat(43);
const [make, otherMake] = [hashed('m'), hashed('o')];
const [serial, otherSerial] = [hashed('s'), hashed('t')];

/** Declares the tests of this contract, each with a new shelf of `makeShelf`. */
export function serialsContract(makeShelf: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let time: number;
  beforeEach(async () => {
    time = 1_000;
    shelf = await makeShelf();
    store = await shelf.open(() => time);
  });
  afterEach(() => shelf.dispose());

  async function owner(email: string) {
    const account = sampleAccount({ email });
    await store.operator.accounts.add(account);
    return account.id;
  }
  async function camera(account: Awaited<ReturnType<typeof owner>>) {
    const added = sampleCamera({});
    const entry = sampleEntry(account, { name: added.camera });
    await store.operator.map.addCamera(added, entry, nowhere);
    return { camera: added.camera, device: entry.device, account };
  }
  const twins = async () => {
    const [birch, harbour] = [await owner('birch@example.org'), await owner('harbour@example.org')];
    return [await camera(birch), await camera(harbour)] as const;
  };
  const openingOf = async (id: CameraId) =>
    (await store.operator.map.entriesOf(id))[0]?.opening ?? 0;
  const claim = async (id: CameraId, said: string = serial, maker: string = make) =>
    store.operator.serials.claim({ camera: id, make: maker, serial: said }, await openingOf(id));
  const opening = async (of: {
    device: Awaited<ReturnType<typeof camera>>['device'];
    account: Awaited<ReturnType<typeof owner>>;
  }) => (await store.of(of.account).entry(of.device))?.opening ?? 0;
  const declare = (name = 'Lattice') => store.operator.serials.declare({ make, name, since: time });

  test('serial numbers repeat where nobody said that they do not', async () => {
    const [one, other] = await twins();
    expect([await claim(one.camera), await claim(other.camera)]).toEqual([true, true]);
    expect(await store.operator.serials.count(make)).toBe(2);
    const claims = [one, other].map((of) => ({ camera: of.camera, make, serial }));
    expect(await allSerials(store)).toEqual(expect.arrayContaining(claims));
  });

  test('by what several cameras are known is found at once, and who has the same', async () => {
    const [one, other] = await twins();
    await claim(one.camera);
    time += 1;
    await claim(other.camera);
    const both = [one.camera, other.camera];
    const known = (id: CameraId) => ({ camera: id, make, serial });
    expect(await store.operator.serials.ofAll(both.toReversed())).toStrictEqual(both.map(known));
    expect(await store.operator.serials.ofAll([other.camera])).toStrictEqual([known(other.camera)]);
    const inOrder = both.toSorted((a, b) => (a < b ? -1 : 1));
    const number = { make, serial };
    expect(await store.operator.serials.alike([number], 9)).toStrictEqual(inOrder.map(known));
    expect(await store.operator.serials.alike([number], 1)).toStrictEqual(
      inOrder.slice(0, 1).map(known),
    );
    const others = [
      { make, serial: otherSerial },
      { make: otherMake, serial },
    ];
    expect(await store.operator.serials.alike(others, 9)).toEqual([]);
  });

  test('of a unique make the camera that was known by it first is the one', async () => {
    const [one, other] = await twins();
    await declare();
    expect(await claim(one.camera)).toBe(true);
    time += 1;
    expect(await claim(other.camera)).toBe(false);
    expect([await claim(one.camera), await claim(other.camera)]).toEqual([true, false]);
    expect(await claim(other.camera, otherSerial)).toBe(true);
    expect(await claim(other.camera, serial, otherMake)).toBe(true);
    expect(await claim(other.camera)).toBe(false);
  });

  test('at one moment one of them is the one, whoever asks', async () => {
    const [one, other] = await twins();
    await declare();
    await claim(one.camera);
    await claim(other.camera);
    const said = [await claim(one.camera), await claim(other.camera)];
    expect(said.filter((free) => free)).toHaveLength(1);
  });

  test('declaring a make ends what plays of the later ones, once, and names them', async () => {
    const [one, other] = await twins();
    await claim(one.camera);
    time += 1;
    await claim(other.camera);
    const before = [await opening(one), await opening(other)];
    expect(await declare()).toEqual([other.device]);
    expect([await opening(one), await opening(other)]).toEqual([before[0], (before[1] ?? 0) + 1]);
    expect([await claim(one.camera), await claim(other.camera)]).toEqual([true, false]);
    expect(await declare('LATTICE')).toEqual([other.device]);
    expect(await opening(other)).toBe((before[1] ?? 0) + 1);
    expect(await store.operator.serials.uniqueMakes()).toEqual([
      { make, name: 'LATTICE', since: 1_001 },
    ]);
    expect(await store.operator.serials.undeclare(make)).toBe(true);
    expect(await store.operator.serials.undeclare(make)).toBe(false);
    expect(await claim(other.camera)).toBe(true);
  });

  test('two of one owner are never refused, and what goes makes room', async () => {
    const [one, other] = await twins();
    const own = await camera(one.account);
    await declare();
    await claim(one.camera);
    time += 1;
    expect([await claim(own.camera), await claim(other.camera)]).toEqual([true, false]);
    await store.operator.map.removeCamera(one.camera);
    await store.operator.map.removeCamera(own.camera);
    expect(await claim(other.camera)).toBe(true);
  });

  test('where the first one is met later, it is the one all the same, and what plays of the other ends', async () => {
    const [one, other] = await twins();
    const pin = { line: 'onvif', fields: ['serial'], hash: serial, description: '' } as const;
    await store.operator.pins.pin({ camera: one.camera, ...pin, since: 5 }, 1);
    await declare();
    expect(await claim(other.camera)).toBe(true);
    const before = await opening(other);
    time += 1;
    expect(await claim(one.camera)).toBe(true);
    expect(await opening(other)).toBe(before + 1);
    expect(await claim(other.camera)).toBe(false);
  });

  test('a repin changes nothing of who was first', async () => {
    const [one, other] = await twins();
    await declare();
    await claim(one.camera);
    time += 1;
    await claim(other.camera);
    await store.operator.pins.unpin(one.camera);
    time += 1;
    expect([await claim(one.camera), await claim(other.camera)]).toEqual([true, false]);
  });

  test('what was opened before its row was put right claims nothing, and ends nothing', async () => {
    const [one, other] = await twins();
    await declare();
    const [said, gone] = [{ camera: one.camera, make, serial }, { code: 'not-found' }];
    const before = await opening(one);
    await store.operator.map.setSources([moved(one.camera, 'k.other', false)]);
    await expect(store.operator.serials.claim(said, before)).rejects.toMatchObject(gone);
    expect(await allSerials(store)).toEqual([]);
    expect(await claim(other.camera)).toBe(true);
    time += 1;
    await claim(one.camera, otherSerial);
    await expect(store.operator.serials.claim(said, before)).rejects.toMatchObject(gone);
    expect(await claim(one.camera)).toBe(false);
  });

  test('a camera that is gone claims nothing', async () => {
    await expect(claim(newCameraId())).rejects.toMatchObject({ code: 'not-found' });
  });

  test('declaring raises the revision, so that sessions are asked about', async () => {
    const before = await store.revision();
    await declare();
    const declared = await store.revision();
    expect(declared).toBeGreaterThan(before);
    await store.operator.serials.undeclare(make);
    expect(await store.revision()).toBeGreaterThan(declared);
  });
}
