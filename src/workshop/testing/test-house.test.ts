import { afterAll, expect, test } from '@jest/globals';
import { openTestHouse, type TestHouse } from './test-house.ts';
import { allAccounts, allEntrySpans } from '../../storage/contract/whole.ts';

const houses: TestHouse[] = [];
afterAll(async () => {
  for (const house of houses) await house.close();
});

test('each house has a store of its own, which no other is taken for', async () => {
  while (houses.length < 3) houses.push(await openTestHouse());
  const lineages = await Promise.all(houses.map(({ store }) => store.operator.restores.lineage()));
  expect(new Set(lineages.map(({ id }) => id)).size).toBe(houses.length);
  await houses[0]?.addAccount('Birch');
  const accounts = await Promise.all(houses.map(({ store }) => allAccounts(store)));
  expect(accounts.map(({ length }) => length)).toEqual([1, 0, 0]);
});

test('a house’s store notes nothing twice at one time, though the house’s clock stands', async () => {
  const house = await openTestHouse();
  houses.push(house);
  const { time, store } = house;
  const names = ['Birch', 'Harbour', 'Maple', 'Quay'];
  const added = [];
  for (const name of names) added.push((await house.addAccount(name)).device);
  const entries = await allEntrySpans(store, 0, Number.MAX_SAFE_INTEGER);
  const inTime = entries.toSorted((a, b) => a.from - b.from);
  expect(inTime.map(({ device }) => device)).toEqual(added);
  const times = entries.map(({ from }) => from);
  expect(new Set(times).size).toBe(names.length);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(time.wall);
});
