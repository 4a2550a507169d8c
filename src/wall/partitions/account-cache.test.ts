import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createAccountCache, type AccountCache } from './account-cache.ts';

let cache: AccountCache;
beforeEach(() => {
  jest.useFakeTimers();
  cache = createAccountCache();
});
afterEach(() => void jest.useRealTimers());

test('keeps the thing itself, frozen, for its time', () => {
  const value = { online: true };
  cache.set('online', 'd_1', value, 5_000);
  jest.advanceTimersByTime(5_000);
  expect(cache.get('online', 'd_1')).toBe(value);
  expect(Object.isFrozen(value)).toBe(true);
  jest.advanceTimersByTime(1);
  expect(cache.get('online', 'd_1')).toBeUndefined();
});

test('keeps the same key of two kinds apart', () => {
  cache.set('map', 'd_1', { said: 'map' }, 1_000);
  cache.set('address', 'd_1', { said: 'address' }, 1_000);
  expect(cache.get('map', 'd_1')).toEqual({ said: 'map' });
  expect(cache.get('address', 'd_1')).toEqual({ said: 'address' });
  expect(cache.get('online', 'd_1')).toBeUndefined();
});

test.each(['__proto__', 'constructor', 'toString', ''])('knows %j as any other key', (key) => {
  expect(cache.get('map', key)).toBeUndefined();
  cache.set('map', key, { said: key }, 1_000);
  expect(cache.get('map', key)).toEqual({ said: key });
});

test('is empty when it was cleared', () => {
  cache.set('map', 'd_1', {}, 1_000);
  cache.clear();
  expect(cache.get('map', 'd_1')).toBeUndefined();
});

test('leaves no timer behind', () => {
  expect(jest.getTimerCount()).toBe(0);
});
