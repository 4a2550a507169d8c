import { describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { createHabits } from './habits.ts';
import { bench } from './testing/bench.ts';
import type { Reply, Request, Script } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

/** A camera whose sessions last a second: half of it is the time between two signs of life. */
async function brief(reply: (request: Request, usual: Reply, socket: Socket) => Reply) {
  const one = await camera({ timeoutS: 1, reply } satisfies Script);
  const seen = (connection: number): string[] =>
    one.requests
      .filter((request) => request.connection === connection)
      .map(({ method }) => method)
      .filter((method) => method === 'OPTIONS' || method === 'GET_PARAMETER');
  return { one, seen };
}

describe('signs of life', () => {
  test('none right after PLAY: the first comes at half of the timeout', async () => {
    let playedAt = 0;
    let askedAt = 0;
    const { one } = await brief(({ method }, usual) => {
      if (method === 'PLAY') playedAt = performance.now();
      if (method === 'OPTIONS') askedAt ||= performance.now();
      return usual;
    });
    watch(one.url);
    await until(() => askedAt > 0);
    expect(askedAt - playedAt).toBeGreaterThan(400);
  });

  test('GET_PARAMETER unanswered once: OPTIONS from then on', async () => {
    const { one, seen } = await brief(({ method }, usual) =>
      method === 'GET_PARAMETER' ? undefined : usual,
    );
    watch(one.url);
    await until(() => seen(1).length >= 5);
    expect(seen(1).slice(0, 5)).toEqual([
      'OPTIONS',
      'GET_PARAMETER',
      'OPTIONS',
      'OPTIONS',
      'OPTIONS',
    ]);
    expect(seen(2)).toEqual([]);
  });

  test('what the camera hung up on is not asked again', async () => {
    const { one, seen } = await brief(({ method }, usual, socket) => {
      if (method !== 'OPTIONS') return usual;
      socket.destroy();
      return undefined;
    });
    watch(one.url);
    await until(() => seen(2).length >= 3);
    expect(seen(1)).toEqual(['OPTIONS']);
    expect(new Set(seen(2))).toEqual(new Set(['GET_PARAMETER']));
  });

  test('where that is everything, nothing is, and reports must do', async () => {
    const { one, seen } = await brief(({ method }, usual, socket) => {
      if (method !== 'OPTIONS' && method !== 'GET_PARAMETER') return usual;
      socket.destroy();
      return undefined;
    });
    const { source } = watch(one.url, { silentAfterMs: 2_500 });
    await until(() => one.requests.some(({ connection }) => connection === 4), 15_000);
    expect([seen(1), seen(2), seen(3)]).toEqual([['OPTIONS'], ['GET_PARAMETER'], []]);
    await source.close();
  }, 20_000);
});

describe('habits', () => {
  const stamp = { camera: 'c_1', epoch: 1 } as never as Parameters<
    ReturnType<typeof createHabits>
  >[0]['stamp'];
  const address = {
    stamp,
    stream: 'rtsp://h/a',
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
  } as const;

  test('are remembered by camera, owner and URL, so many of them', () => {
    const habitsOf = createHabits(2);
    const habits = habitsOf(address);
    expect(habitsOf({ ...address, opening: 2 })).toBe(habits);
    expect(habitsOf({ ...address, stream: 'rtsp://h/b' })).not.toBe(habits);
    expect(habitsOf(address)).toBe(habits);
    expect(habitsOf({ ...address, stamp: { ...stamp, epoch: 2 } })).not.toBe(habits);
    expect(habitsOf(address)).toBe(habits);
    habitsOf({ ...address, stream: 'rtsp://h/b' });
    habitsOf({ ...address, stream: 'rtsp://h/c' });
    expect(habitsOf(address)).not.toBe(habits);
  });
});
