import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLinks } from './links.ts';
import { createPretendGoogle } from './pretend-google.ts';
import { listen } from './testing/listen.ts';
import { openRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { until } from '../../workshop/until.ts';

let rig: Rig;

beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

describe('linking', () => {
  test('with PKCE, after which the display may ask', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    expect(one.linked(cookie)).toBe(true);
    expect(await one.sync(cookie)).toEqual([]);
  });

  test('gives the linked display another cookie than the one it began with', async () => {
    const one = rig.google();
    const { cookie, url } = one.begin();
    const linked = await one.finish(cookie, await rig.consent(url));
    expect(linked).not.toBe(cookie);
    expect(one.linked(cookie)).toBe(false);
  });

  test('begun on another display is refused, the code unspent, and can still be finished', async () => {
    const one = rig.google();
    const mine = one.begin();
    const other = one.begin();
    const answer = await rig.consent(mine.url);
    for (const cookie of [other.cookie, undefined, '']) {
      await expect(one.finish(cookie, answer)).rejects.toMatchObject({ code: 'bad-request' });
    }
    expect(rig.bridge.tokenCalls).toEqual({});
    expect(one.linked(await one.finish(mine.cookie, answer))).toBe(true);
  });

  test('with an unknown state is refused, the code unspent', async () => {
    const one = rig.google();
    const { cookie, url } = one.begin();
    const { code } = await rig.consent(url);
    const forged = { code, state: 'made-up' };
    await expect(one.finish(cookie, forged)).rejects.toMatchObject({ code: 'bad-request' });
    expect(rig.bridge.tokenCalls).toEqual({});
  });

  test('is finished once only', async () => {
    const one = rig.google();
    const { cookie, url } = one.begin();
    const answer = await rig.consent(url);
    await one.finish(cookie, answer);
    await expect(one.finish(cookie, answer)).rejects.toMatchObject({ code: 'bad-request' });
    expect(rig.bridge.tokenCalls).toEqual({ authorization_code: 1 });
  });

  test('is not pushed out by others that strangers begin, however many', async () => {
    const one = rig.google({ most: 10 });
    const { cookie, url } = one.begin();
    const answer = await rig.consent(url);
    for (let n = 0; n < 1_001; n += 1) one.begin();
    expect(one.linked(await one.finish(cookie, answer))).toBe(true);
  });

  test('of which the time was changed is refused', async () => {
    const one = rig.google({ pendingMs: 1_000 });
    const { cookie, url } = one.begin();
    const { code, state } = await rig.consent(url);
    rig.clock += 1_001;
    const later = state.replace(/^\d+/, String(rig.clock + 1_000));
    const forged = one.finish(cookie, { code, state: later });
    await expect(forged).rejects.toMatchObject({ code: 'bad-request' });
    expect(rig.bridge.tokenCalls).toEqual({});
  });

  test('that takes too long is refused', async () => {
    const one = rig.google({ pendingMs: 1_000 });
    const { cookie, url } = one.begin();
    const answer = await rig.consent(url);
    rig.clock += 1_001;
    await expect(one.finish(cookie, answer)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('turned down is over, for the display that began it only', async () => {
    const one = rig.google();
    const { cookie, url } = one.begin();
    const answer = await rig.consent(url);
    expect(() => one.decline('another', answer.state)).toThrow(/not started on this display/);
    one.decline(cookie, answer.state);
    await expect(one.finish(cookie, answer)).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('refused by the token endpoint links nothing and says no secret', async () => {
    const one = rig.google();
    const { cookie, url } = one.begin();
    const answer = { ...(await rig.consent(url)), code: 'spent' };
    const failure = await one.finish(cookie, answer).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unauthenticated' });
    expect(String(failure)).not.toContain(rig.bridge.client.secret);
    expect(one.linked(cookie)).toBe(false);
  });
});

test('secrets do not follow a redirect to elsewhere', async () => {
  const elsewhere = await listen((request, response) => {
    response.writeHead(307, { location: new URL(request.url ?? '', rig.origin).href }).end();
  });
  const one = createPretendGoogle({
    origin: () => elsewhere.origin,
    client: rig.bridge.client,
    returnPath: '/back',
    now: () => rig.clock,
  });
  const { cookie, url } = one.begin();
  const state = new URL(url).searchParams.get('state') ?? '';
  const failure = await one.finish(cookie, { state, code: 'any' }).catch((error: unknown) => error);
  await elsewhere.close();
  expect(failure).toMatchObject({ code: 'overloaded' });
  expect(rig.bridge.tokenCalls).toEqual({});
});

describe('the number of displays', () => {
  test('linkings under way never push out a linked display', async () => {
    const one = rig.google({ most: 2 });
    const cookie = await rig.link(one);
    for (let i = 0; i < 10; i++) one.begin();
    expect(one.linked(cookie)).toBe(true);
  });

  test('is bounded, and the longest unused goes first', async () => {
    const one = rig.google({ most: 2 });
    const cookies = [await rig.link(one), await rig.link(one), await rig.link(one)];
    expect(cookies.map((cookie) => one.linked(cookie))).toEqual([false, true, true]);
  });

  test('of one account is bounded, and pushes out none of another', async () => {
    const dropped: unknown[] = [];
    const links = createLinks(
      { most: 100, maxOfAccount: 2, pendingMs: 1_000, idleMs: 1_000 },
      () => rig.clock,
      ({ holder }) => dropped.push(holder?.sub),
    );
    const add = (cookie: string, sub?: string): void => {
      const holder = sub === undefined ? undefined : { sub, name: 'Home' };
      links.add(cookie, { tokens: { access: '', refresh: '' }, holder, refreshing: undefined });
    };
    for (const cookie of ['theirs 1', 'theirs 2']) add(cookie, 'harbour');
    add('unnamed');
    for (const cookie of ['mine 1', 'mine 2']) add(cookie, 'birch');
    // Used last, so the other one goes.
    links.get('mine 1');
    add('mine 3', 'birch');
    const all = ['theirs 1', 'theirs 2', 'unnamed', 'mine 1', 'mine 2', 'mine 3'];
    const there = all.filter((cookie) => links.get(cookie) !== undefined);
    expect(there).toEqual(['theirs 1', 'theirs 2', 'unnamed', 'mine 1', 'mine 3']);
    expect(dropped).toEqual(['birch']);
  });

  test('the bridge is told of one that had to go, and keeps no linking for nobody', async () => {
    const one = rig.google({ most: 1 });
    await rig.link(one);
    expect(rig.bridge.asked).toEqual([]);
    await rig.link(one);
    await until(() => rig.bridge.asked.length > 0);
    expect(rig.bridge.asked).toMatchObject([{ intent: 'DISCONNECT' }]);
  });

  test('one that nobody used for long is forgotten', async () => {
    const one = rig.google({ idleMs: 1_000 });
    const cookie = await rig.link(one);
    rig.clock += 900;
    expect(one.linked(cookie)).toBe(true);
    rig.clock += 900;
    expect(one.linked(cookie)).toBe(true);
    rig.clock += 1_001;
    expect(one.linked(cookie)).toBe(false);
  });
});
