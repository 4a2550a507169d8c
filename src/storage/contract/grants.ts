/** Account linkings, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAccountId, newGrantId, type AccountId } from '../../identity/ids.ts';
import { maxGrants } from '../grants.ts';
import type { Store } from '../store.ts';
import {
  noon,
  sampleAccount,
  sampleCode,
  sampleGrant,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';

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
    shelf = await make();
    store = await shelf.open(() => clock);
    const accounts = [
      sampleAccount({ name: 'Birch' }),
      sampleAccount({ name: 'Harbour' }),
    ] as const;
    for (const account of accounts) await store.accounts.add(account);
    [birch, harbour] = [accounts[0].id, accounts[1].id];
  });
  afterEach(() => shelf.dispose());

  async function linked(account: AccountId, token: string) {
    const grant = sampleGrant(account);
    await store.grants.addWithCode(grant, sampleCode(grant));
    await store.grants.addRefreshToken(token, grant.id);
    return grant;
  }

  test('a grant and its code come back as they were given', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant, { codeChallenge: 'x', codeChallengeMethod: 'S256' });
    await store.grants.addWithCode(grant, code);
    expect(await store.grants.byId(grant.id)).toStrictEqual(grant);
    expect(await store.grants.code(code.hash)).toStrictEqual(code);
    expect(await store.grants.code('another')).toBeUndefined();
    const bare = sampleCode(sampleGrant(harbour));
    await store.grants.addWithCode(sampleGrant(harbour, { id: bare.grant }), bare);
    expect(await store.grants.code(bare.hash)).toStrictEqual(bare);
  });

  test('a code speaks for the account of its grant, whatever it was handed over with', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant, { account: harbour });
    await store.grants.addWithCode(grant, code);
    expect((await store.grants.code(code.hash))?.account).toBe(birch);
  });

  test('a grant without an account is refused with its code', async () => {
    const grant = sampleGrant(newAccountId());
    const code = sampleCode(grant);
    await expect(store.grants.addWithCode(grant, code)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store.grants.code(code.hash)).toBeUndefined();
  });

  test('a code exists once, and one that is refused takes its grant with it', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.grants.addWithCode(grant, code);
    const second = sampleGrant(harbour);
    await expect(
      store.grants.addWithCode(second, sampleCode(second, { hash: code.hash })),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.grants.of(harbour)).toEqual([]);
    expect(await store.grants.code(code.hash)).toEqual(code);
  });

  test('a code is spent once, and every later time is a replay', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.grants.addWithCode(grant, code);
    expect(await store.grants.spendCode(code.hash)).toEqual({ outcome: 'spent', code });
    expect(await store.grants.spendCode(code.hash)).toEqual({ outcome: 'replayed', code });
    await store.grants.revoke(grant.id);
    clock = noon + 20 * day;
    expect(await store.grants.spendCode(code.hash)).toEqual({ outcome: 'replayed', code });
    expect(await store.grants.spendCode('another')).toEqual({ outcome: 'unknown' });
  });

  test('a code dies unspent with its grant', async () => {
    const grant = sampleGrant(birch);
    const code = sampleCode(grant);
    await store.grants.addWithCode(grant, code);
    await store.grants.revoke(grant.id);
    expect(await store.grants.code(code.hash)).toBeUndefined();
    expect(await store.grants.spendCode(code.hash)).toEqual({ outcome: 'unknown' });
  });

  test('a refresh token finds its grant until that is revoked', async () => {
    const grant = await linked(birch, 'token');
    await store.grants.addRefreshToken('second', grant.id);
    expect(await store.grants.byRefreshToken('token')).toEqual(grant);
    expect(await store.grants.byRefreshToken('second')).toEqual(grant);
    expect(await store.grants.byRefreshToken('another')).toBeUndefined();
    expect(await store.grants.revoke(grant.id)).toBe(true);
    expect(await store.grants.byRefreshToken('token')).toBeUndefined();
    expect(await store.grants.byId(grant.id)).toBeUndefined();
    expect(await store.grants.revoke(grant.id)).toBe(false);
    expect(await store.grants.revoke(newGrantId())).toBe(false);
  });

  test('a token that comes after the revocation opens nothing', async () => {
    const grant = await linked(birch, 'token');
    await store.grants.revoke(grant.id);
    await store.grants.addRefreshToken('late', grant.id);
    expect(await store.grants.byRefreshToken('late')).toBeUndefined();
  });

  test('two linkings of one account do not disturb each other', async () => {
    const mine = await linked(birch, 'mine');
    const yours = await linked(birch, 'yours');
    await store.grants.revoke(mine.id);
    expect(await store.grants.byRefreshToken('yours')).toEqual(yours);
    expect(await store.grants.of(birch)).toEqual([yours]);
  });

  test('revoking all of a client leaves the other clients', async () => {
    const display = async (account: AccountId, redirectUri: string) => {
      const grant = { ...sampleGrant(account), client: 'display' };
      await store.grants.addWithCode(grant, sampleCode(grant, { redirectUri }));
      return grant;
    };
    const other = await linked(birch, 'one');
    const [here, there] = ['https://a.example/here', 'https://a.example/there'];
    await display(birch, here);
    const kept = await display(harbour, there);
    expect(await store.grants.revokeClient('display', here)).toBe(1);
    expect(await store.grants.of(birch)).toEqual([other]);
    expect(await store.grants.of(harbour)).toEqual([kept]);
    expect(await store.grants.revokeClient('display')).toBe(1);
    expect(await store.grants.revokeClient('display')).toBe(0);
    expect(await store.grants.of(harbour)).toEqual([]);
    expect(await store.grants.of(birch)).toEqual([other]);
  });

  test('revoking all of an account counts them and leaves the others', async () => {
    await linked(birch, 'one');
    await linked(birch, 'two');
    const other = await linked(harbour, 'three');
    expect(await store.grants.revokeAll(birch)).toBe(2);
    expect(await store.grants.revokeAll(birch)).toBe(0);
    expect(await store.grants.of(birch)).toEqual([]);
    expect(await store.grants.of(harbour)).toEqual([other]);
  });

  test('standing needs the account and, where one is named, its own active grant', async () => {
    const grant = await linked(birch, 'token');
    expect(await store.standing(birch, undefined)).toBe(true);
    expect(await store.standing(birch, grant.id)).toBe(true);
    expect(await store.look(birch, grant.id)).toMatchObject({ stands: true });
    expect(await store.look(harbour, grant.id)).toMatchObject({ stands: false });
    expect(await store.standing(harbour, grant.id)).toBe(false);
    expect(await store.standing(newAccountId(), undefined)).toBe(false);
    expect(await store.standing(birch, newGrantId())).toBe(false);
    await store.grants.revoke(grant.id);
    expect(await store.standing(birch, grant.id)).toBe(false);
    expect(await store.standing(birch, undefined)).toBe(true);
  });

  test('what was never finished or revoked long ago is swept out at the next linking', async () => {
    const abandoned = sampleGrant(birch, { createdAt: noon - day - 1 });
    const fresh = sampleGrant(birch, { createdAt: noon - day + 1 });
    const elsewhere = sampleGrant(harbour, { createdAt: noon - day - 1 });
    const long = sampleGrant(birch, { createdAt: noon - 90 * day });
    for (const grant of [long, abandoned, fresh, elsewhere]) {
      await store.grants.addWithCode(grant, sampleCode(grant, { hash: grant.id }));
      if (grant === long) await store.grants.addRefreshToken('kept', grant.id);
    }
    for (const [ended, spent] of [
      [noon - 30 * day - 1, 'gone'],
      [noon - 30 * day + 1, 'known'],
    ] as const) {
      const grant = sampleGrant(birch, { createdAt: noon - 90 * day });
      await store.grants.addWithCode(grant, sampleCode(grant, { hash: spent }));
      await store.grants.spendCode(spent);
      await store.grants.addRefreshToken(`token ${spent}`, grant.id);
      clock = ended;
      await store.grants.revoke(grant.id);
    }
    const next = sampleGrant(birch);
    await store.grants.addWithCode(next, sampleCode(next));
    const kept = (await store.grants.of(birch)).map(({ id }) => id);
    expect(kept).toEqual([long.id, fresh.id, next.id]);
    expect(await store.grants.byId(elsewhere.id)).toBeDefined();
    expect((await store.grants.spendCode('gone')).outcome).toBe('unknown');
    expect((await store.grants.spendCode('known')).outcome).toBe('replayed');
  });

  test('an account is linked so often; the oldest that was never finished makes room', async () => {
    for (let n = 0; n < maxGrants; n += 1) await linked(birch, `token ${n}`);
    const more = sampleGrant(birch);
    await expect(store.grants.addWithCode(more, sampleCode(more))).rejects.toMatchObject({
      code: 'too-many',
    });
    expect(await store.grants.count(birch)).toBe(maxGrants);
    const [first] = await store.grants.of(birch);
    if (first === undefined) throw new Error('none');
    await store.grants.revoke(first.id);
    const unused = [1, 2, 3].map((n) => sampleGrant(birch, { createdAt: noon + n }));
    for (const grant of unused) await store.grants.addWithCode(grant, sampleCode(grant));
    expect(await store.grants.count(birch)).toBe(maxGrants);
    const found = await Promise.all(unused.map(({ id }) => store.grants.byId(id)));
    expect(found).toEqual([undefined, undefined, unused[2]]);
    expect(await linked(harbour, 'theirs')).toBeDefined();
  });

  test('they are told in parts, oldest first', async () => {
    const all = [];
    for (let n = 0; n < 5; n += 1) {
      const grant = sampleGrant(birch, { createdAt: noon + n });
      await store.grants.addWithCode(grant, sampleCode(grant));
      all.push(grant);
    }
    expect(await store.grants.of(birch, { from: 0, most: 2 })).toEqual(all.slice(0, 2));
    expect(await store.grants.of(birch, { from: 4, most: 2 })).toEqual(all.slice(4));
    expect(await store.grants.of(birch, { from: 9, most: 2 })).toEqual([]);
    expect(await store.grants.of(birch)).toEqual(all);
    expect(await store.grants.count(birch)).toBe(5);
    expect(await store.grants.count(harbour)).toBe(0);
  });

  test('linking and unlinking again and again leaves a hundred revoked ones', async () => {
    for (let n = 0; n < 103; n += 1) {
      const grant = sampleGrant(birch);
      await store.grants.addWithCode(grant, sampleCode(grant, { hash: `code ${n}` }));
      await store.grants.spendCode(`code ${n}`);
      clock += 1;
      await store.grants.revoke(grant.id);
    }
    const outcome = async (n: number) => (await store.grants.spendCode(`code ${n}`)).outcome;
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
      await careful.grants.addWithCode(grant, sampleCode(grant, { hash: grant.id }));
    }
    await careful.grants.spendCode(revoked.id);
    await careful.grants.revoke(revoked.id);
    clock = noon + 100 * day;
    const next = sampleGrant(birch, { createdAt: clock });
    await careful.grants.addWithCode(next, sampleCode(next));
    expect((await careful.grants.of(birch)).map(({ id }) => id)).toEqual([unfinished.id, next.id]);
    expect((await careful.grants.spendCode(revoked.id)).outcome).toBe('replayed');
  });
}
