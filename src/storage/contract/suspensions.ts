/** Suspensions, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId, newCameraId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import type { SuspensionRecord } from '../suspensions.ts';
import {
  noon,
  sampleAccount,
  sampleCamera,
  sampleEntry,
  type MakeShelf,
  type Shelf,
  nowhere,
} from './shelf.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function suspensionsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  const birch = sampleAccount();
  const harbour = sampleAccount();
  const door = sampleCamera();
  const garden = sampleCamera();
  const everyScope = [
    { of: 'all' },
    { of: 'account', account: birch.id },
    { of: 'account', account: harbour.id },
    { of: 'camera', camera: door.camera },
    { of: 'camera', camera: garden.camera },
    { of: 'model', model: 'View' },
    { of: 'model', model: birch.id },
  ] as const;

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    for (const account of [birch, harbour]) await store.operator.accounts.add(account);
    await store.operator.map.addCamera(door, sampleEntry(birch.id), nowhere);
    await store.operator.map.addCamera(garden, sampleEntry(birch.id), nowhere);
  });
  afterEach(() => shelf.dispose());

  const suspendAll = async (): Promise<SuspensionRecord[]> => {
    const records = everyScope.map((scope, at) => ({ scope, since: noon + at }));
    for (const record of records) await store.operator.suspensions.suspend(record);
    return records;
  };

  test('a suspension comes back as it was given, oldest first', async () => {
    const full = { scope: { of: 'all' }, since: noon, until: noon + 5, reason: 'why' } as const;
    const plain = { scope: { of: 'model', model: 'View' }, since: noon - 1 } as const;
    await store.operator.suspensions.suspend(full);
    await store.operator.suspensions.suspend(plain);
    expect(await store.operator.suspensions.list()).toStrictEqual([plain, full]);
  });

  test.each(everyScope.map((scope, at) => [at, scope] as const))(
    'lifting one lifts no other: %i, %j',
    async (at, scope) => {
      const records = await suspendAll();
      expect(await store.operator.suspensions.resume(scope)).toBe(true);
      expect(await store.operator.suspensions.list()).toStrictEqual(records.toSpliced(at, 1));
      expect(await store.operator.suspensions.resume(scope)).toBe(false);
      expect(await store.operator.suspensions.list()).toHaveLength(records.length - 1);
    },
  );

  test('the last resumption of every scope is dated by the revision it makes', async () => {
    expect(await store.operator.suspensions.resumptions()).toEqual([]);
    await suspendAll();
    for (const scope of everyScope) {
      const before = await store.revision();
      await store.operator.suspensions.resume(scope);
      const resumed = (await store.operator.suspensions.resumptions()).find(
        (one) => JSON.stringify(one.scope) === JSON.stringify(scope),
      );
      expect(resumed?.revision).toBeGreaterThan(before);
      expect(resumed?.revision).toBeLessThanOrEqual(await store.revision());
    }
    expect(await store.operator.suspensions.resumptions()).toHaveLength(everyScope.length);
  });

  test('a later one takes the place of an earlier one of the same scope', async () => {
    await store.operator.suspensions.suspend({
      scope: { of: 'all' },
      since: noon,
      until: noon + 5,
    });
    const later = { scope: { of: 'all' }, since: noon + 1, reason: 'still' } as const;
    await store.operator.suspensions.suspend(later);
    expect(await store.operator.suspensions.list()).toStrictEqual([later]);
  });

  test('one with an end stays when another begins whose clock is ahead', async () => {
    const model = { of: 'model', model: 'View' } as const;
    const temporary = { scope: { of: 'all' }, since: noon, until: noon + 5 } as const;
    const ahead = { scope: model, since: noon + 100 * 86_400_000 };
    await store.operator.suspensions.suspend(temporary);
    await store.operator.suspensions.suspend(ahead);
    expect(await store.operator.suspensions.list()).toStrictEqual([temporary, ahead]);
  });

  test('nobody and nothing cannot be suspended', async () => {
    const none = { code: 'not-found' };
    const nobody = { of: 'account', account: newAccountId() } as const;
    const nothing = { of: 'camera', camera: newCameraId() } as const;
    await expect(
      store.operator.suspensions.suspend({ scope: nobody, since: noon }),
    ).rejects.toMatchObject(none);
    await expect(
      store.operator.suspensions.suspend({ scope: nothing, since: noon }),
    ).rejects.toMatchObject(none);
    expect(await store.operator.suspensions.list()).toEqual([]);
  });

  test('it goes with its account or its camera, and stays when a camera is handed over', async () => {
    await suspendAll();
    await store.operator.map.transfer(garden.camera, sampleEntry(harbour.id));
    await store.of(birch.id).remove();
    expect((await store.operator.suspensions.list()).map(({ scope }) => scope)).toStrictEqual([
      { of: 'all' },
      { of: 'account', account: harbour.id },
      { of: 'camera', camera: garden.camera },
      { of: 'model', model: 'View' },
      { of: 'model', model: birch.id },
    ]);
  });
}
