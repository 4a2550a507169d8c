/** What stood when, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GrantId, newDeviceId, type AccountId } from '../../identity/ids.ts';
import type { Store } from '../store.ts';
import {
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
  nowhere,
} from './shelf.ts';
import { allEntrySpans, allGrantSpans } from './whole.ts';

const ever = [0, Number.MAX_SAFE_INTEGER] as const;

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function historyContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let birch: AccountId;
  let harbour: AccountId;
  // The history of a removal follows the engine's own clock; all else follows the store's.
  const time = { now: Date.now() - 60_000 };
  const began = time.now;

  beforeEach(async () => {
    time.now = began;
    shelf = await make();
    store = await shelf.open(() => time.now);
    const accounts = [sampleAccount(), sampleAccount()] as const;
    for (const account of accounts) await store.operator.accounts.add(account);
    [birch, harbour] = [accounts[0].id, accounts[1].id];
  });
  afterEach(() => shelf.dispose());

  async function linked(account: AccountId, createdAt = began) {
    const grant = sampleGrant(account, { createdAt });
    await store.of(grant.account).addGrant(grant, sampleCode(grant));
    return grant.id;
  }

  async function camera(model?: string) {
    const made = sampleCamera(model === undefined ? {} : { model });
    const entry = sampleEntry(birch);
    await store.operator.map.addCamera(made, entry, nowhere);
    return { ...made, device: entry.device };
  }

  test('what stood comes in pages of so many accounts, each with all of theirs', async () => {
    const elm = sampleAccount();
    await store.operator.accounts.add(elm);
    const linkings = new Map<AccountId, string[]>();
    for (const account of [birch, harbour, elm.id]) {
      const two = [await linked(account, began - 5), await linked(account)];
      linkings.set(account, two);
    }
    await store.of(harbour).revokeGrant(GrantId(linkings.get(harbour)?.[0] ?? ''));
    await store.of(elm.id).remove();
    const order = [...linkings.keys()].toSorted();
    const [first, second, third] = order;
    const most = 2;
    const page = await store.operator.history.grants(...ever, { most });
    expect(page.map(({ account }) => account)).toEqual([first, first, second, second]);
    expect(page.map(({ grant }) => grant).toSorted()).toEqual(
      order
        .slice(0, 2)
        .flatMap((account) => linkings.get(account) ?? [])
        .toSorted(),
    );
    const rest = await store.operator.history.grants(...ever, {
      most,
      ...(second && { after: second }),
    });
    expect(rest.map(({ account }) => account)).toEqual([third, third]);
    expect(
      await store.operator.history.grants(...ever, { most, ...(third && { after: third }) }),
    ).toEqual([]);
  });

  test('so do entries, and those of some cameras are told without a page', async () => {
    const [one, other] = [await camera('P-1'), await camera()];
    const shared = newDeviceId();
    await store.operator.map.addEntry(
      one.camera,
      sampleEntry(harbour, { device: shared, role: 'viewer' }),
    );
    await store.of(harbour).removeEntry(shared);
    const [first, second] = [birch, harbour].toSorted();
    const page = await store.operator.history.entries(...ever, { most: 1 });
    expect(new Set(page.map(({ account }) => account))).toEqual(new Set([first]));
    const rest = await store.operator.history.entries(...ever, {
      most: 1,
      ...(first && { after: first }),
    });
    expect(new Set(rest.map(({ account }) => account))).toEqual(new Set([second]));
    const of = await store.operator.history.entriesOf([one.camera], ...ever);
    expect(of.map(({ device }) => device).toSorted()).toEqual([one.device, shared].toSorted());
    expect(of.filter(({ to }) => to !== undefined)).toHaveLength(1);
    expect(
      await store.operator.history.entriesOf([one.camera, other.camera], 0, began - 1),
    ).toEqual([]);
    expect(await store.operator.history.entriesOf([], ...ever)).toEqual([]);
  });

  test('an active grant stands from its beginning', async () => {
    const grant = await linked(birch);
    expect(await allGrantSpans(store, ...ever)).toEqual([{ account: birch, grant, from: began }]);
    expect(await allGrantSpans(store, 0, began - 1)).toEqual([]);
    expect(await allGrantSpans(store, began + 5, began + 9)).toHaveLength(1);
  });

  test.each<[string, (grant: Awaited<ReturnType<typeof linked>>) => Promise<unknown>]>([
    ['revoked', (grant) => store.of(birch).revokeGrant(grant)],
    ['revoked with all others', () => store.of(birch).revokeGrants()],
    ['ended by a new password', () => store.of(birch).setPassword('x')],
  ])('a grant that was %s has stood until then', async (_how, end) => {
    const grant = await linked(birch);
    time.now = began + 1_000;
    await end(grant);
    const to = began + 1_000;
    expect(await allGrantSpans(store, ...ever)).toEqual([
      { account: birch, grant, from: began, to },
    ]);
    expect(await allGrantSpans(store, to + 1, to + 9)).toEqual([]);
    expect(await allGrantSpans(store, 0, to)).toHaveLength(1);
  });

  test('the grants and entries of an account that was removed are known', async () => {
    const grant = await linked(birch);
    const { device } = await camera();
    await store.of(birch).remove();
    const to = expect.any(Number);
    expect(await allGrantSpans(store, ...ever)).toEqual([
      { account: birch, grant, from: began, to },
    ]);
    expect(await allEntrySpans(store, ...ever)).toEqual([
      expect.objectContaining({ account: birch, device, from: began, to, role: 'owner' }),
    ]);
  });

  test('a grant that was swept out is known once, with the time it was revoked', async () => {
    const grant = await linked(birch, began - 90 * 86_400_000);
    time.now = began - 60 * 86_400_000;
    await store.of(birch).revokeGrant(grant);
    await linked(birch);
    const spans = await allGrantSpans(store, 0, began - 1);
    expect(spans.map(({ to }) => to)).toEqual([began - 60 * 86_400_000]);
  });

  test('an entry stands with its camera’s model and epoch', async () => {
    const { device, camera: id } = await camera('P-1');
    const common = { camera: id, epoch: 1, model: 'P-1', from: began };
    expect(await allEntrySpans(store, ...ever)).toEqual([
      { account: birch, device, role: 'owner', ...common },
    ]);
    expect(await allEntrySpans(store, 0, began - 1)).toEqual([]);
  });

  test('a withdrawn share has stood for its viewer, and still stands for its owner', async () => {
    const { camera: id, device } = await camera();
    const shared = newDeviceId();
    await store.operator.map.addEntry(id, sampleEntry(harbour, { device: shared, role: 'viewer' }));
    await store.of(harbour).removeEntry(shared);
    const found = await allEntrySpans(store, ...ever);
    expect(found).toContainEqual(expect.objectContaining({ device: shared, role: 'viewer' }));
    const over = found.filter(({ to }) => to !== undefined).map((entry) => entry.device);
    expect([over, found.length]).toEqual([[shared], 2]);
    expect(found).toContainEqual(expect.not.objectContaining({ device: shared }));
    expect(found.map((entry) => entry.device)).toContain(device);
  });

  test('a transfer ends the old owner’s entry in the old epoch', async () => {
    const { camera: id, device } = await camera('P-1');
    const next = newDeviceId();
    await store.operator.map.transfer(id, sampleEntry(harbour, { device: next }));
    const found = await allEntrySpans(store, ...ever);
    const brief = found.map(({ account, device: of, epoch, to }) => [
      account,
      of,
      epoch,
      to === undefined,
    ]);
    expect(brief).toHaveLength(2);
    expect(brief).toContainEqual([birch, device, 1, false]);
    expect(brief).toContainEqual([harbour, next, 2, true]);
  });

  test('a removed camera ends every entry of it, each once', async () => {
    const { camera: id } = await camera('P-1');
    await store.operator.map.addEntry(id, sampleEntry(harbour, { role: 'viewer' }));
    await store.operator.map.removeCamera(id);
    const found = await allEntrySpans(store, ...ever);
    expect(found.map(({ account }) => account).toSorted()).toEqual([birch, harbour].toSorted());
    expect(found.map(({ model, epoch }) => [model, epoch])).toEqual([
      ['P-1', 1],
      ['P-1', 1],
    ]);
    expect(found.every(({ to }) => to !== undefined)).toBe(true);
  });

  test('what was over long ago can be forgotten, what lasts cannot', async () => {
    await store.of(birch).revokeGrant(await linked(birch));
    const lasting = await linked(harbour);
    const { camera: id } = await camera();
    await store.operator.map.removeCamera(id);
    expect(await store.operator.history.forgettable(began)).toBe(0);
    expect(await store.operator.history.forget(began)).toBe(0);
    expect(await store.operator.history.forgettable(Date.now() + 1_000)).toBe(2);
    expect(await store.operator.history.forget(Date.now() + 1_000)).toBe(2);
    expect((await allGrantSpans(store, ...ever)).map(({ grant }) => grant)).toEqual([lasting]);
    expect(await allEntrySpans(store, ...ever)).toEqual([]);
  });

  test('what was over of one account can be forgotten, and of no other', async () => {
    await store.of(birch).revokeGrant(await linked(birch));
    const other = await linked(harbour);
    await store.of(harbour).revokeGrant(other);
    const { camera: id } = await camera();
    await store.operator.map.removeCamera(id);
    expect(await store.operator.history.forgetAccount(birch)).toBe(2);
    expect((await allGrantSpans(store, ...ever)).map(({ grant }) => grant)).toEqual([other]);
    expect(await allEntrySpans(store, ...ever)).toEqual([]);
  });
}
