/** A store that was put back to an earlier state, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';
import type { MapEntry } from '../device-map.ts';
import type { GrantRecord } from '../grants.ts';
import type { Store } from '../store.ts';
import {
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';
import { allAccounts } from './whole.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function restoresContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let birch: AccountRecord;
  let harbour: AccountRecord;
  let grant: GrantRecord;
  let own: MapEntry;
  const camera = sampleCamera({ alwaysWarm: true });

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    [birch, harbour] = [sampleAccount(), sampleAccount()];
    await store.operator.accounts.add(birch);
    await store.operator.accounts.add(harbour);
    own = sampleEntry(birch.id);
    await store.operator.map.addCamera(camera, own, nowhere);
    await store.operator.map.addEntry(camera.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    grant = sampleGrant(birch.id);
    await store.of(grant.account).addGrant(grant, sampleCode(grant));
    await store.of(grant.account).addRefreshToken('token', grant.id);
    await store.of(birch.id).addSignIn('cookie', noon + 1);
  });
  afterEach(() => shelf.dispose());

  test('distrust ends linkings, sign-ins and shares, and believes nobody', async () => {
    const before = await store.operator.restores.reached();
    const ended = await store.operator.restores.distrust(0);
    expect(ended).toMatchObject({ grants: 1, signIns: 1, shares: 1, accounts: 2 });
    expect(ended.revision).toBeGreaterThan(before);
    expect(await store.operator.restores.reached()).toBe(ended.revision);
    expect(await store.directory.byRefreshToken('token')).toBeUndefined();
    expect(await store.of(birch.id).grants()).toEqual([]);
    expect(await store.directory.signIn('cookie')).toBeUndefined();
    expect(await store.of(harbour.id).entries()).toEqual([]);
    expect(await store.of(birch.id).entries()).toMatchObject([{ unconfirmed: true }]);
    expect(await store.operator.map.warm()).toEqual([]);
    expect(await store.of(birch.id).record()).toEqual({ ...birch, unconfirmed: true });
    expect(await store.directory.byEmail(birch.email)).toEqual({ ...birch, unconfirmed: true });
    expect(await store.of(birch.id).standing(undefined)).toBe(false);
  });

  test('a linking stands only while its account is confirmed', async () => {
    await store.operator.restores.distrust(0);
    const late = sampleGrant(birch.id);
    await store.of(late.account).addGrant(late, sampleCode(late));
    expect(await store.of(birch.id).standing(late.id)).toBe(false);
    await store.operator.accounts.confirm(birch.id);
    expect(await store.of(birch.id).standing(late.id)).toBe(true);
  });

  test('the revision is higher than any that was known', async () => {
    const known = (await store.operator.restores.reached()) + 1_000;
    const { revision } = await store.operator.restores.distrust(known);
    expect(revision).toBeGreaterThan(known);
    if (shelf.revisionOf === 'changes') expect(revision).toBe(known + 1);
    expect((await store.operator.restores.distrust(0)).revision).toBeGreaterThan(revision);
  });

  test('what takes something away is counted, and what only adds a right takes nothing back', async () => {
    let before = await store.operator.restores.reached();
    const counts = async (work: () => Promise<unknown>) => {
      await work();
      const now = await store.operator.restores.reached();
      const grew = now > before;
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
      return grew;
    };
    const late = sampleGrant(harbour.id);
    await counts(() => store.of(late.account).addGrant(late, sampleCode(late)));
    const everything = { scope: { of: 'all' }, since: noon } as const;
    for (const taking of [
      () => store.of(grant.account).revokeGrant(grant.id),
      () => store.operator.suspensions.suspend(everything),
      () => store.operator.restores.distrust(0),
      () => store.operator.map.removeCamera(camera.camera),
      () => store.of(birch.id).remove(),
    ]) {
      expect(await counts(taking)).toBe(true);
    }
  });

  test('an account is confirmed alone and once, and its rights begin then', async () => {
    await store.operator.restores.distrust(0);
    const before = await store.revision();
    expect(await store.operator.accounts.countUnconfirmed()).toBe(2);
    expect(await store.operator.accounts.confirm(birch.id)).toBe(true);
    expect(await store.operator.accounts.countUnconfirmed()).toBe(1);
    expect(await store.operator.accounts.confirm(birch.id)).toBe(false);
    expect(await store.operator.accounts.confirm(newAccountId())).toBe(false);
    expect(await allAccounts(store)).toEqual(
      expect.arrayContaining([birch, { ...harbour, unconfirmed: true }]),
    );
    const entry = await store.of(birch.id).entry(own.device);
    expect(entry?.unconfirmed).toBeUndefined();
    expect(entry?.began).toBeGreaterThan(before);
    expect(await store.operator.map.warm()).toHaveLength(1);
    expect(await store.of(birch.id).standing(undefined)).toBe(true);
    expect(await store.of(harbour.id).standing(undefined)).toBe(false);
  });

  test('all are confirmed part by part, each once, and their rights begin then', async () => {
    expect(await store.operator.accounts.confirmSome(9)).toEqual([]);
    await store.operator.restores.distrust(0);
    const before = await store.revision();
    const first = await store.operator.accounts.confirmSome(1);
    expect(first).toHaveLength(1);
    expect(await store.operator.accounts.countUnconfirmed()).toBe(1);
    const rest = await store.operator.accounts.confirmSome(9);
    expect([...first, ...rest]).toHaveLength(2);
    expect([...first, ...rest]).toEqual(expect.arrayContaining([birch, harbour]));
    expect(await store.operator.accounts.confirmSome(9)).toEqual([]);
    expect((await store.of(birch.id).entry(own.device))?.began).toBeGreaterThan(before);
    expect(await store.of(harbour.id).standing(undefined)).toBe(true);
  });

  test('a database has a lineage of its own, and keeps whether it is counted', async () => {
    const other = await make();
    try {
      const elsewhere = await other.open();
      const { id } = await store.operator.restores.lineage();
      expect((await elsewhere.operator.restores.lineage()).id).not.toBe(id);
      const revision = await store.revision();
      expect(await store.operator.restores.lineage()).toEqual({ id, counted: false });
      await store.operator.restores.setCounted(true);
      expect(await (await shelf.open()).operator.restores.lineage()).toEqual({ id, counted: true });
      if (shelf.revisionOf === 'changes') expect(await store.revision()).toBe(revision);
    } finally {
      await other.dispose();
    }
  });
}
