import { expect, test } from '@jest/globals';
import type { Opened } from '../../wall/partitions/camera-address.ts';
import { addressOf, newStamp } from '../../workshop/testing/units.ts';
import { type ByteShare, createByteBudget } from './byte-budget.ts';

function setUp(bytes: number) {
  const told: Opened[] = [];
  const budget = createByteBudget({ bytes, onOverloaded: (from) => told.push(from) });
  /** A keeper that lets go of everything when it is made to. */
  const keeper = (from: Opened, lane?: () => string | undefined) => {
    const share: ByteShare = budget.share(from, () => share.set(0), lane);
    return share;
  };
  return { budget, told, keeper };
}

test('the camera that holds most lets go, both what is listed and what is buffered; its neighbours keep theirs', () => {
  const { budget, told, keeper } = setUp(1000);
  const [large, small] = [addressOf(newStamp()), addressOf(newStamp())];
  const [listed, buffered] = [keeper(large), keeper(large)];
  const other = keeper(small);
  other.set(400);
  listed.set(300);
  buffered.set(300);
  expect(told).toEqual([]);
  // Though it is the neighbour who goes over.
  other.set(450);
  expect(told).toEqual([large]);
  expect(budget.bytes).toBe(450);
});

test('it goes on until all fits', () => {
  const { budget, told, keeper } = setUp(1000);
  const addresses = [100, 500, 400].map((bytes) => ({ from: addressOf(newStamp()), bytes }));
  for (const { from, bytes } of addresses) keeper(from).set(bytes);
  const last = addressOf(newStamp());
  keeper(last).set(600);
  expect(told).toEqual([last]);
  expect(budget.bytes).toBe(1000);
});

test('many cameras of one household do not make a neighbour’s only one give way, though it is the largest', () => {
  const { budget, told, keeper } = setUp(512);
  const [only, cameras] = [addressOf(newStamp()), new Set<string>()];
  keeper(only, () => 'neighbour').set(18);
  for (let at = 0; at < 33; at += 1) {
    const from = addressOf(newStamp());
    cameras.add(from.stamp.camera);
    keeper(from, () => 'household').set(16);
  }
  expect(told.length).toBeGreaterThan(0);
  for (const { stamp } of told) expect(cameras.has(stamp.camera)).toBe(true);
  expect(budget.bytes).toBeLessThanOrEqual(512);
});

test('of the household that holds most, the camera that holds most is cut', () => {
  const { told, keeper } = setUp(100);
  const [large, small] = [addressOf(newStamp()), addressOf(newStamp())];
  keeper(small, () => 'household').set(20);
  keeper(large, () => 'household').set(30);
  keeper(addressOf(newStamp()), () => 'neighbour').set(45);
  keeper(small, () => 'household').set(9);
  expect(told).toEqual([large]);
});

test('a camera counts for whom it is held now, and for nobody else where nobody holds it', () => {
  const { told, keeper } = setUp(100);
  const [passed, kept, other] = [1, 2, 3].map(() => addressOf(newStamp()));
  if (passed === undefined || kept === undefined || other === undefined) throw new TypeError();
  let holder: string | undefined = 'household';
  keeper(passed, () => holder).set(25);
  keeper(kept, () => 'household').set(30);
  keeper(other, () => 'neighbour').set(40);
  holder = undefined;
  keeper(addressOf(newStamp())).set(10);
  expect(told).toEqual([other]);
});

test('who does not let go does not hang the bridge', () => {
  const { budget, told } = setUp(10);
  budget.share(addressOf(newStamp()), () => undefined).set(11);
  expect(told).toHaveLength(1);
});

test('what was closed counts no more, and never again', () => {
  const { budget, keeper } = setUp(1000);
  const share = keeper(addressOf(newStamp()));
  share.set(500);
  share.close();
  share.close();
  share.set(700);
  expect(budget.bytes).toBe(0);
});
