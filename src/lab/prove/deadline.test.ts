import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { deadline } from './deadline.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('it can be put off, and never comes earlier for it', () => {
  const end = deadline(100, new AbortController().signal);
  end.extend(50);
  jest.advanceTimersByTime(90);
  end.extend(50);
  jest.advanceTimersByTime(49);
  expect(end.signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(end.signal.aborted).toBe(true);
});

test('one that was cleared stays as it is', () => {
  const parent = new AbortController();
  const end = deadline(100, parent.signal);
  end.clear();
  end.extend(200);
  parent.abort();
  jest.advanceTimersByTime(1_000);
  expect(end.signal.aborted).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
});
