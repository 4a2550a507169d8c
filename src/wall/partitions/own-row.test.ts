import { beforeEach, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import type { BridgeLook, Bridges, Reached } from '../../storage/bridges.ts';
import { leaseTerms, momentOf } from './lease.ts';
import { createOwnRow, type OwnRow } from './own-row.ts';

let time: number;
let wall: number;
const terms = leaseTerms(1_000, { clock: () => time, now: () => wall });
/** What was asked of the store, in order. */
let asked: unknown[][];
let found: { taken: number; all: number };
let trouble: Record<string, Failure>;
let renumbered: number;
let row: OwnRow;

const ask = async (what: string, ...of: unknown[]): Promise<void> => {
  asked.push([what, ...of]);
  const failure = trouble[what];
  if (failure !== undefined) throw failure;
};
const bridges: Bridges = {
  enter: ({ name, leaseMs }) => ask('enter', name, leaseMs),
  async look(_id, acted) {
    await ask('look', acted.taken);
    const { taken, all } = found;
    return { taken, beat: 1, revisions: { all, control: 3 }, found: [] };
  },
  acted: (_id, acted: Reached) => ask('acted', acted),
  leave: () => ask('leave'),
  call: () => Promise.reject(new Error('of commands')),
  list: () => Promise.reject(new Error('of commands')),
  wentBack: false,
  highest: 0,
};

beforeEach(() => {
  [time, wall, asked, trouble, renumbered] = [1_000, 5_000, [], {}, 0];
  found = { taken: 7, all: 20 };
  row = createOwnRow({
    bridges,
    name: 'north',
    leaseMs: 1_000,
    terms,
    onRenumbered: () => void (renumbered += 1),
  });
});

/** Looks, and does what was found. */
async function pass(): Promise<BridgeLook> {
  const lookedAt = momentOf(terms);
  const looked = await row.look([]);
  await row.acted(looked, lookedAt);
  return looked;
}
const runs = (): boolean => row.lease.runs(-Infinity);

test('it is made before the first look; what that found is said when it is done, and once', async () => {
  const looked = await row.look([]);
  expect(row.isNews(looked)).toBe(true);
  expect(asked).toEqual([
    ['enter', 'north', 1_000],
    ['look', 0],
  ]);
  await row.acted(looked, momentOf(terms));
  expect(asked.slice(2)).toEqual([['acted', { taken: 7, all: 20, control: 3 }]]);
  expect(row.isNews(await pass())).toBe(false);
  expect(asked.slice(3)).toEqual([['look', 7]]);
  found = { taken: 8, all: 20 };
  await pass();
  expect(asked.slice(4).map(([what]) => what)).toEqual(['look', 'acted']);
});

test('what could not be said is said by the next look', async () => {
  trouble = { acted: new Failure('storage-down', 'down') };
  await pass();
  trouble = {};
  asked = [];
  await pass();
  expect(asked).toEqual([['look', 7]]);
});

test('its lease is of a look that was done, and counts from before it was sent, by both clocks', async () => {
  expect(runs()).toBe(false);
  const lookedAt = momentOf(terms);
  time += 100;
  wall += 100;
  const looked = await row.look([]);
  expect(runs()).toBe(false);
  await row.acted(looked, lookedAt);
  time += 799;
  wall += 799;
  expect([runs(), row.lease.remainingMs]).toEqual([true, 1]);
  wall += 1;
  expect(runs()).toBe(false);
  await pass();
  expect(runs()).toBe(true);
  time += 900;
  expect(runs()).toBe(false);
});

test('a look that is not answered extends nothing; a row that is gone is made anew', async () => {
  await pass();
  trouble = { look: new Failure('storage-down', 'down') };
  await expect(row.look([])).rejects.toMatchObject({ code: 'storage-down' });
  trouble = { look: new Failure('not-found', 'this bridge has no row') };
  await expect(row.look([])).rejects.toMatchObject({ code: 'not-found' });
  [trouble, asked] = [{}, []];
  await pass();
  expect(asked).toEqual([
    ['enter', 'north', 1_000],
    ['look', 7],
  ]);
});

test('that revisions have gone back is told before any of them is used, once', async () => {
  await pass();
  found = { taken: 7, all: 19 };
  const looking = row.look([]);
  await looking;
  expect(renumbered).toBe(1);
  await pass();
  expect(renumbered).toBe(1);
});

test('who has left looks no more, and says nothing', async () => {
  const looked = await row.look([]);
  await row.leave();
  await row.acted(looked, momentOf(terms));
  expect(runs()).toBe(false);
  await expect(row.look([])).rejects.toMatchObject({ code: 'storage-down' });
  expect(asked.map(([what]) => what)).toEqual(['enter', 'look', 'leave']);
});

test('who never had a row has none to remove', async () => {
  await row.leave();
  expect(asked).toEqual([]);
});
