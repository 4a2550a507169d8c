/** What a store promises of the tripwire's canaries. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AccountRecord } from '../accounts.ts';
import { canaryDomain } from '../canaries.ts';
import type { CameraRecord, MapEntry } from '../device-map.ts';
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
import { allEntrySpans } from './whole.ts';

/** Registers the tests. */
export function canariesContract(makeShelf: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let canary: AccountRecord;
  let birch: AccountRecord;
  let own: MapEntry;
  let ownCamera: CameraRecord;
  let others: CameraRecord;
  beforeEach(async () => {
    shelf = await makeShelf();
    store = await shelf.open(() => noon);
    canary = sampleAccount({ email: `canary-1@${canaryDomain}` });
    birch = sampleAccount();
    [own, ownCamera, others] = [sampleEntry(canary.id), sampleCamera(), sampleCamera()];
    await store.operator.canaries.add(canary);
    await store.operator.canaries.addCamera(ownCamera, own, nowhere);
    await store.operator.accounts.add(birch);
    await store.operator.map.addCamera(others, sampleEntry(birch.id), nowhere);
  });
  afterEach(() => shelf.dispose());

  test('a canary is an account with a camera, and goes with all that it was', async () => {
    expect(await store.directory.byEmail(canary.email)).toEqual(canary);
    expect(
      await store.operator.canaries.setSources([moved(ownCamera.camera, 'k.moved', false)]),
    ).toBe(true);
    expect(await store.of(canary.id).entry(own.device)).toMatchObject({ sealedSource: 'k.moved' });
    expect(await store.operator.canaries.unpin(ownCamera.camera)).toEqual([]);
    expect(await store.operator.canaries.remove(canary.id)).toBe(true);
    expect(await store.operator.map.entriesOf(ownCamera.camera)).toEqual([]);
    expect(await store.of(canary.id).record()).toBeUndefined();
    const { account } = own;
    const past = await allEntrySpans(store, 0, noon * 2);
    expect(past.filter((one) => one.account === account)).toEqual([]);
    expect(await store.operator.canaries.remove(canary.id)).toBe(false);
  });

  test('nothing of anybody else is changed as a canary’s', async () => {
    const missing = { code: 'not-found' };
    const { canaries } = store.operator;
    const like = sampleAccount({ email: `canary-1@not${canaryDomain}` });
    await expect(canaries.add(like)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(canaries.remove(birch.id)).rejects.toMatchObject(missing);
    const added = canaries.addCamera(sampleCamera(), sampleEntry(birch.id), nowhere);
    await expect(added).rejects.toMatchObject(missing);
    const both = [ownCamera, others].map(({ camera }) => moved(camera, 'k.moved', false));
    await expect(canaries.setSources(both)).rejects.toMatchObject(missing);
    await expect(canaries.unpin(others.camera)).rejects.toMatchObject(missing);
    expect(await store.operator.map.entriesOf(others.camera)).toMatchObject([
      { sealedSource: others.sealedSource, opening: 1 },
    ]);
    expect(await store.of(canary.id).entries()).toMatchObject([{ opening: 1 }]);
  });

  test('a canary takes no place over', async () => {
    const { canaries } = store.operator;
    const takeOver = { ...nowhere, takeOver: true };
    const refused = { code: 'bad-request' };
    const added = canaries.addCamera(sampleCamera(), sampleEntry(canary.id), takeOver);
    await expect(added).rejects.toMatchObject(refused);
    const change = { ...moved(ownCamera.camera, 'k.moved', false), claim: takeOver };
    await expect(canaries.setSources([change])).rejects.toMatchObject(refused);
  });
}
