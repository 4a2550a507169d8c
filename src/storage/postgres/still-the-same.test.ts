import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { watchServer } from './still-the-same.ts';

let id: string;
let reached: number;
let bridges: { highest: number; wentBack: boolean };
let looks: number;
let down: boolean;
const store = {
  operator: {
    restores: {
      lineage: async () => {
        looks += 1;
        if (down) throw new Error('gone');
        return { id };
      },
      reached: async () => reached,
    },
  },
  get bridges() {
    return bridges;
  },
} as unknown as Parameters<typeof watchServer>[0];

beforeEach(() => {
  [id, reached, looks, down] = ['one', 7, 0, false];
  bridges = { highest: 0, wentBack: false };
});

async function looked(watched: Awaited<ReturnType<typeof watchServer>>) {
  watched.trouble();
  await setImmediate();
  return watched.trouble();
}

test('the same database is no trouble, and the highest revision of it is kept', async () => {
  const watched = await watchServer(store);
  expect([watched.identity, watched.highest]).toEqual(['one', 7]);
  reached = 9;
  expect(await looked(watched)).toBeUndefined();
  expect(watched.highest).toBe(9);
  bridges.highest = 12;
  expect(watched.highest).toBe(12);
});

test('the same database in an earlier state is told, and the highest that was seen is kept', async () => {
  const watched = await watchServer(store);
  reached = 6;
  expect(await looked(watched)).toMatchObject({ wentBack: true });
  expect(watched.highest).toBe(7);
  reached = 8;
  expect(await looked(watched)).toMatchObject({ wentBack: true });
});

test('it went back, too, where the looks of sessions found so', async () => {
  const watched = await watchServer(store);
  bridges.wentBack = true;
  expect(await looked(watched)).toMatchObject({ wentBack: true });
});

test('another database at the address is told, and goes on being told', async () => {
  const watched = await watchServer(store);
  id = 'another';
  reached = 900;
  expect(await looked(watched)).toMatchObject({
    wentBack: false,
    why: expect.stringContaining('another'),
  });
  expect(watched.highest).toBe(7);
  id = 'one';
  expect(await looked(watched)).toBeDefined();
});

test('of a server that is not there nothing is said, and it is asked again', async () => {
  const watched = await watchServer(store);
  down = true;
  expect(await looked(watched)).toBeUndefined();
  down = false;
  id = 'another';
  await setImmediate();
  expect(await looked(watched)).toBeDefined();
});

test('looks do not pile up', async () => {
  const watched = await watchServer(store);
  looks = 0;
  watched.trouble();
  watched.trouble();
  expect(looks).toBe(1);
});
