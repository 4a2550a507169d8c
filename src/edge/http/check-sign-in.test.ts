/** Passwords are looked at in turn: counted and in order, with a look that takes as long as told. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import { until } from '../../workshop/until.ts';
import { createSignInCheck } from './check-sign-in.ts';
import { createDeviceCookie } from './device-cookie.ts';
import { defaultGuessLimits } from './guesses.ts';

let site: LinkingSite;
beforeEach(async () => {
  site = await openLinkingSite();
});
afterEach(() => site.close());

const cookie = createDeviceCookie('http://127.0.0.1:8080');
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const log = { debug() {}, info() {}, warn() {}, error() {} };

/** A check whose looks end one at a time, by `finish`. */
function slowly(atOnce: number) {
  const looked: string[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const check = createSignInCheck(
    { store: site.house.store, guessLimits: { ...defaultGuessLimits, perEmail: 100 } },
    cookie,
    {
      atOnce,
      async verify(_kept, password) {
        looked.push(password);
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
        return true;
      },
    },
  );
  async function finish(all: readonly Promise<unknown>[]): Promise<void> {
    let over = false;
    void Promise.allSettled(all).then(() => (over = true));
    while (!over) {
      ends.shift()?.();
      await turn();
    }
  }
  const gone = new Set<string>();
  function ask(address: string, email: string, password: string, devices: string[] = []) {
    const isGone = () => gone.has(password);
    return check({ address, email, password, devices, isGone, log }).catch(
      (error: unknown) => error,
    );
  }
  const begun = () => until(() => looked.length > 0);
  return { looked, gone, ask, finish, begun, most: () => most };
}

test('one account is looked at once at a time, and another place has its turn', async () => {
  const { looked, ask, finish, begun, most } = slowly(2);
  const asked = [ask('10.0.0.1', 'birch@example.net', 'm0')];
  await begun();
  for (let n = 1; n < 9; n += 1) asked.push(ask('10.0.0.1', 'birch@example.net', `m${n}`));
  for (let n = 0; n < 9; n += 1) asked.push(ask('10.0.0.1', `nobody${n}@example.net`, `n${n}`));
  const theirs = ask('10.0.0.2', 'harbour@example.net', 'theirs');
  await finish([...asked, theirs]);
  expect(await theirs).toMatchObject({ email: 'harbour@example.net' });
  expect(looked).toHaveLength(19);
  // Before it: what was being looked at, and one of the other place's.
  expect(looked.indexOf('theirs')).toBeLessThanOrEqual(4);
  expect(most()).toBe(2);
});

test('a browser that is known does not wait behind strangers at the same address', async () => {
  const { looked, ask, finish, begun } = slowly(1);
  const account = await site.house.store.directory.byEmail('birch@example.net');
  if (account === undefined) throw new Error('no account');
  const devices = cookie.read(cookie.keep([], account).split(';')[0]);
  const strangers = [ask('10.0.0.1', 'birch@example.net', 's0')];
  await begun();
  for (let n = 1; n < 15; n += 1) {
    strangers.push(ask('10.0.0.1', 'birch@example.net', `s${n}`));
    strangers.push(ask('10.0.0.1', `nobody${n}@example.net`, `t${n}`));
  }
  const mine = ask('10.0.0.1', 'birch@example.net', 'mine', [...devices]);
  await finish([...strangers, mine]);
  expect(await mine).toMatchObject({ email: 'birch@example.net' });
  expect(looked.indexOf('mine')).toBeLessThanOrEqual(4);
});

test('nor behind strangers at very many addresses: it is looked at beside them', async () => {
  const { looked, ask, finish, begun } = slowly(1);
  const account = await site.house.store.directory.byEmail('birch@example.net');
  if (account === undefined) throw new Error('no account');
  const devices = cookie.read(cookie.keep([], account).split(';')[0]);
  const strangers = Array.from({ length: 100 }, (_, n) =>
    ask(`2001:db8:${n.toString(16)}::1`, `nobody${n}@example.net`, `s${n}`),
  );
  await begun();
  const mine = ask('10.0.0.1', 'birch@example.net', 'mine', [...devices]);
  await until(() => looked.includes('mine'));
  expect(looked.indexOf('mine')).toBe(1);
  await finish([...strangers, mine]);
  expect(await mine).toMatchObject({ email: 'birch@example.net' });
});

test('addresses of one /48 wait in one row: another place has its turn after one of them', async () => {
  const { looked, ask, finish, begun } = slowly(1);
  const strangers = Array.from({ length: 60 }, (_, n) =>
    ask(`2001:db8:7:${n.toString(16)}::1`, `nobody${n}@example.net`, `s${n}`),
  );
  await begun();
  const theirs = ask('10.0.0.2', 'harbour@example.net', 'theirs');
  await finish([...strangers, theirs]);
  expect(looked.indexOf('theirs')).toBeLessThanOrEqual(3);
});

test('many homes behind one address all sign in at once: what is right is no guess', async () => {
  const { ask, finish } = slowly(1);
  const homes = Array.from({ length: 150 }, (_, n) =>
    ask('10.0.0.1', `home${n}@example.net`, 'right'),
  );
  await finish(homes);
  const refused = (await Promise.all(homes)).filter((answer) => answer instanceof Error);
  expect(refused).toEqual([]);
});

test('the password of one account is looked at once at a time, from wherever', async () => {
  const { ask, finish, most } = slowly(2);
  await finish([
    ask('10.0.0.1', 'birch@example.net', 'one'),
    ask('10.0.0.2', 'birch@example.net', 'two'),
  ]);
  expect(most()).toBe(1);
});

test('so many wait, and the rest are refused', async () => {
  const { ask, finish } = slowly(1);
  const asked = Array.from({ length: 60 }, () => ask('10.0.0.1', 'birch@example.net', 'm'));
  await finish(asked);
  const refused = (await Promise.all(asked)).filter((answer) => answer instanceof Error);
  expect(refused.length).toBeGreaterThan(30);
  for (const failure of refused) expect(failure).toMatchObject({ code: 'too-many' });
});

test('who goes away before its turn is not looked at', async () => {
  const { looked, gone, ask, finish, begun } = slowly(1);
  const asked = [ask('10.0.0.1', 'birch@example.net', 'first')];
  await begun();
  const away = ask('10.0.0.1', 'birch@example.net', 'away');
  const stays = ask('10.0.0.1', 'birch@example.net', 'stays');
  gone.add('away');
  await finish([...asked, away, stays]);
  expect(await away).toMatchObject({ code: 'bad-request' });
  expect(looked).toEqual(['first', 'stays']);
});
