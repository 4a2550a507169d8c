import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { until } from '../../workshop/until.ts';

let rig: Rig;

beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

describe('asking', () => {
  test('each display with its own token', async () => {
    const one = rig.google();
    const [a, b] = [await rig.link(one), await rig.link(one)];
    await Promise.all([one.sync(a), one.sync(b), one.sync(a)]);
    const bearers = rig.bridge.asked.map(({ bearer }) => bearer);
    expect(new Set(bearers).size).toBe(2);
  });

  test('without a link is refused, and nothing is sent', async () => {
    const one = rig.google();
    for (const cookie of [undefined, 'unknown']) {
      await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    expect(rig.bridge.asked).toEqual([]);
  });

  test('another service does not know the display', async () => {
    const cookie = await rig.link(rig.google());
    await expect(rig.google().sync(cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('an expired token is refreshed once, however many ask', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.expireTokens();
    await Promise.all([one.sync(cookie), one.sync(cookie), one.sync(cookie)]);
    expect(rig.bridge.tokenCalls['refresh_token']).toBe(1);
    await one.sync(cookie);
    expect(rig.bridge.tokenCalls['refresh_token']).toBe(1);
  });

  test('a link that refreshing does not mend is over', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.answers['SYNC'] = 401;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(rig.bridge.tokenCalls['refresh_token']).toBe(1);
    expect(one.linked(cookie)).toBe(false);
  });

  test('a refused refresh ends the link; an unanswered one does not', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.expireTokens();
    rig.bridge.tokenStatus = 503;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'overloaded' });
    expect(one.linked(cookie)).toBe(true);
    // Somebody else may have asked too much.
    rig.bridge.tokenStatus = 429;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'too-many' });
    expect(one.linked(cookie)).toBe(true);
    rig.bridge.tokenStatus = 400;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(one.linked(cookie)).toBe(false);
  });

  test('a bridge that is down, or unwell, leaves the link', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.answers['SYNC'] = 503;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'overloaded' });
    await rig.close();
    const failure = await one.sync(cookie).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'overloaded' });
    expect(failure).not.toHaveProperty('cause');
    expect(String(failure)).toMatch(
      /cannot be reached by its PUBLIC_URL from its own machine \([A-Z_]+\): check that the proxy runs/,
    );
    expect(one.linked(cookie)).toBe(true);
  });

  test('a limit that the bridge names is passed on, and what it refuses; both leave the link', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.answers['SYNC'] = 429;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'too-many' });
    rig.bridge.answers['SYNC'] = 400;
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'bad-request' });
    expect(one.linked(cookie)).toBe(true);
  });

  test('so many calls of one account are under way at a time, and another’s do not wait', async () => {
    const one = rig.google({}, 1);
    const [mine, ...others] = [await rig.link(one), await rig.link(one), await rig.link(one)];
    let answer: () => void = () => undefined;
    rig.bridge.held = new Promise((resolve) => (answer = resolve));
    const asked = [mine, mine, mine, ...others].map((cookie) => one.sync(cookie));
    await until(() => rig.bridge.asked.length >= 3);
    // One of each, and no second one of the first beside them.
    const bearers = rig.bridge.asked.map(({ bearer }) => bearer);
    expect([bearers.length, new Set(bearers).size]).toEqual([3, 3]);
    answer();
    await Promise.all(asked);
    expect(rig.bridge.asked).toHaveLength(5);
  });

  test('an answer that is none is `internal`', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.answers['SYNC'] = {};
    await expect(one.sync(cookie)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('unlinking', () => {
  test('sends DISCONNECT and forgets', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    await one.unlink(cookie);
    expect(rig.bridge.asked.map(({ intent }) => intent)).toEqual(['DISCONNECT']);
    expect(one.linked(cookie)).toBe(false);
  });

  test('forgets also where the bridge does not answer', async () => {
    const one = rig.google();
    const cookie = await rig.link(one);
    rig.bridge.answers['DISCONNECT'] = 503;
    await expect(one.unlink(cookie)).rejects.toMatchObject({ code: 'overloaded' });
    expect(one.linked(cookie)).toBe(false);
  });

  test('leaves other displays alone', async () => {
    const one = rig.google();
    const [a, b] = [await rig.link(one), await rig.link(one)];
    await one.unlink(a);
    expect(one.linked(b)).toBe(true);
  });
});
