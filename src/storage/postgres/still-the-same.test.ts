import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import type { Lineage } from '../restores.ts';
import { watchServer } from './still-the-same.ts';

let id: string;
let revision: number;
let looks: number;
let down: boolean;
const store = {
  restores: {
    lineage: async () => {
      looks += 1;
      if (down) throw new Error('gone');
      return { id } as Lineage;
    },
  } as Parameters<typeof watchServer>[0]['restores'],
  revision: async () => revision,
};

beforeEach(() => {
  [id, revision, looks, down] = ['one', 7, 0, false];
});

async function looked(watched: Awaited<ReturnType<typeof watchServer>>) {
  watched.trouble();
  await setImmediate();
  return watched.trouble();
}

test('the same database is no trouble, and the highest revision of it is kept', async () => {
  const watched = await watchServer(store);
  expect([watched.identity, watched.highest]).toEqual(['one', 7]);
  revision = 9;
  expect(await looked(watched)).toBeUndefined();
  revision = 8;
  // One look may be under way.
  await looked(watched);
  await looked(watched);
  expect(watched.highest).toBe(9);
});

test('another database at the address is told, and goes on being told', async () => {
  const watched = await watchServer(store);
  id = 'another';
  revision = 900;
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
