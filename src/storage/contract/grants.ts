/** Account linkings, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId, newGrantId, type AccountId } from '../../identity/ids.ts';
import { maxGrants } from '../grants.ts';
import type { Store } from '../store.ts';
import { noon, sampleCode, sampleGrant, type MakeShelf, type Shelf } from './shelf.ts';
import { addLinking, openTwoAccounts } from './two-accounts.ts';

const day = 86_400_000;

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function grantsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  let clock: number;
  let birch: AccountId;
  let harbour: AccountId;

  beforeEach(async () => {
    clock = noon;
    ({ shelf, store, birch, harbour } = await openTwoAccounts(make, () => clock));
  });
  afterEach(() => shelf.dispose());

  const linked = (account: AccountId, token: string) => addLinking(store, account, token);

  test('a grant and its code come back as they were given', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant, { codeChallenge: 'x', codeChallengeMethod: 'S256' });
    await store.of(grant.account).addGrant(grant, code);
    expect(await store.of(grant.account).grant(grant.id)).toStrictEqual(grant);
    expect(await store.directory.code(code.hash)).toStrictEqual(code);
    expect(await store.directory.code('another')).toBeUndefined();
    const bare = sampleCode(sampleGrant(harbour));
    await store
      .of(sampleGrant(harbour, { id: bare.grant }).account)
      .addGrant(sampleGrant(harbour, { id: bare.grant }), bare);
    expect(await store.directory.code(bare.hash)).toStrictEqual(bare);
  });

  test('a grant without an account is refused with its code', async () => {
    const grant = sampleGrant(newAccountId());
    const code = sampleCode(grant);
    await expect(store.of(grant.account).addGrant(grant, code)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store.directory.code(code.hash)).toBeUndefined();
  });

  test('a code exists once, and one that is refused takes its grant with it', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.of(grant.account).addGrant(grant, code);
    const second = sampleGrant(harbour);
    await expect(
      store.of(second.account).addGrant(second, sampleCode(second, { hash: code.hash })),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.of(harbour).grants()).toEqual([]);
    expect(await store.directory.code(code.hash)).toEqual(code);
  });

  test('two linkings of one account do not disturb each other', async () => {
    const mine = await linked(birch, 'mine');
    const yours = await linked(birch, 'yours');
    await store.of(mine.account).revokeGrant(mine.id);
    expect(await store.directory.byRefreshToken('yours')).toEqual(yours);
    expect(await store.of(birch).grants()).toEqual([yours]);
  });

  test('revoking all of an account counts them and leaves the others', async () => {
    await linked(birch, 'one');
    await linked(birch, 'two');
    const other = await linked(harbour, 'three');
    expect(await store.of(birch).revokeGrants()).toBe(2);
    expect(await store.of(birch).revokeGrants()).toBe(0);
    expect(await store.of(birch).grants()).toEqual([]);
    expect(await store.of(harbour).grants()).toEqual([other]);
  });

  test('standing needs the account and, where one is named, its own active grant', async () => {
    const grant = await linked(birch, 'token');
    expect(await store.of(birch).standing(undefined)).toBe(true);
    expect(await store.of(birch).standing(grant.id)).toBe(true);
    expect(await store.of(birch).look(grant.id)).toMatchObject({ stands: true });
    expect(await store.of(harbour).look(grant.id)).toMatchObject({ stands: false });
    expect(await store.of(harbour).standing(grant.id)).toBe(false);
    expect(await store.of(newAccountId()).standing(undefined)).toBe(false);
    expect(await store.of(birch).standing(newGrantId())).toBe(false);
    await store.of(grant.account).revokeGrant(grant.id);
    expect(await store.of(birch).standing(grant.id)).toBe(false);
    expect(await store.of(birch).standing(undefined)).toBe(true);
  });

  test('what was never finished or revoked long ago is swept out at the next linking', async () => {
    const abandoned = sampleGrant(birch, { createdAt: noon - day - 1 });
    const fresh = sampleGrant(birch, { createdAt: noon - day + 1 });
    const elsewhere = sampleGrant(harbour, { createdAt: noon - day - 1 });
    const long = sampleGrant(birch, { createdAt: noon - 90 * day });
    for (const grant of [long, abandoned, fresh, elsewhere]) {
      await store.of(grant.account).addGrant(grant, sampleCode(grant, { hash: grant.id }));
      if (grant === long) await store.of(grant.account).addRefreshToken('kept', grant.id);
    }
    for (const [ended, spent] of [
      [noon - 30 * day - 1, 'gone'],
      [noon - 30 * day + 1, 'known'],
    ] as const) {
      const grant = sampleGrant(birch, { createdAt: noon - 90 * day });
      await store.of(grant.account).addGrant(grant, sampleCode(grant, { hash: spent }));
      await store.directory.spendCode(spent);
      await store.of(grant.account).addRefreshToken(`token ${spent}`, grant.id);
      clock = ended;
      await store.of(grant.account).revokeGrant(grant.id);
    }
    const next = sampleGrant(birch);
    await store.of(next.account).addGrant(next, sampleCode(next));
    const kept = (await store.of(birch).grants()).map(({ id }) => id);
    expect(kept).toEqual([long.id, fresh.id, next.id]);
    expect(await store.of(elsewhere.account).grant(elsewhere.id)).toBeDefined();
    expect((await store.directory.spendCode('gone')).outcome).toBe('unknown');
    expect((await store.directory.spendCode('known')).outcome).toBe('replayed');
  });

  test('an account is linked so often; the oldest that was never finished makes room', async () => {
    for (let n = 0; n < maxGrants; n += 1) await linked(birch, `token ${n}`);
    const more = sampleGrant(birch);
    await expect(store.of(more.account).addGrant(more, sampleCode(more))).rejects.toMatchObject({
      code: 'too-many',
    });
    expect(await store.of(birch).countGrants()).toBe(maxGrants);
    const [first] = await store.of(birch).grants();
    if (first === undefined) throw new Error('none');
    await store.of(first.account).revokeGrant(first.id);
    const unused = [1, 2, 3].map((n) => sampleGrant(birch, { createdAt: noon + n }));
    for (const grant of unused) await store.of(grant.account).addGrant(grant, sampleCode(grant));
    expect(await store.of(birch).countGrants()).toBe(maxGrants);
    const found = await Promise.all(unused.map(({ id }) => store.of(birch).grant(id)));
    expect(found).toEqual([undefined, undefined, unused[2]]);
    expect(await linked(harbour, 'theirs')).toBeDefined();
  });

  test('they are told in parts, oldest first', async () => {
    const all = [];
    for (let n = 0; n < 5; n += 1) {
      const grant = sampleGrant(birch, { createdAt: noon + n });
      await store.of(grant.account).addGrant(grant, sampleCode(grant));
      all.push(grant);
    }
    expect(await store.of(birch).grants({ from: 0, most: 2 })).toEqual(all.slice(0, 2));
    expect(await store.of(birch).grants({ from: 4, most: 2 })).toEqual(all.slice(4));
    expect(await store.of(birch).grants({ from: 9, most: 2 })).toEqual([]);
    expect(await store.of(birch).grants()).toEqual(all);
    expect(await store.of(birch).countGrants()).toBe(5);
    expect(await store.of(harbour).countGrants()).toBe(0);
  });

  test('linking and unlinking again and again leaves a hundred revoked ones', async () => {
    for (let n = 0; n < 103; n += 1) {
      const grant = sampleGrant(birch);
      await store.of(grant.account).addGrant(grant, sampleCode(grant, { hash: `code ${n}` }));
      await store.directory.spendCode(`code ${n}`);
      clock += 1;
      await store.of(grant.account).revokeGrant(grant.id);
    }
    const outcome = async (n: number) => (await store.directory.spendCode(`code ${n}`)).outcome;
    expect([await outcome(1), await outcome(2)]).toEqual(['unknown', 'replayed']);
  });

  test('nothing is swept out by a clock that is ahead of the time that has certainly come', async () => {
    const careful = await shelf.open(
      () => clock,
      () => noon,
    );
    const unfinished = sampleGrant(birch);
    const revoked = sampleGrant(birch);
    for (const grant of [unfinished, revoked]) {
      await careful.of(grant.account).addGrant(grant, sampleCode(grant, { hash: grant.id }));
    }
    await careful.directory.spendCode(revoked.id);
    await careful.of(revoked.account).revokeGrant(revoked.id);
    clock = noon + 100 * day;
    const next = sampleGrant(birch, { createdAt: clock });
    await careful.of(next.account).addGrant(next, sampleCode(next));
    expect((await careful.of(birch).grants()).map(({ id }) => id)).toEqual([
      unfinished.id,
      next.id,
    ]);
    expect((await careful.directory.spendCode(revoked.id)).outcome).toBe('replayed');
  });
}
