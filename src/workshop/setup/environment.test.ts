import { afterEach, expect, jest, test } from '@jest/globals';

afterEach(() => void jest.useRealTimers());

test('names of the language are constants in a suite, which nothing that is put in their place changes', () => {
  const names = ['Map', 'Math', 'Uint8Array', 'Buffer', 'URL', 'process'] as const;
  for (const name of names) {
    const real = globalThis[name];
    Object.assign(globalThis, { [name]: undefined });
    const found = evaluate(name);
    Object.assign(globalThis, { [name]: real });
    expect(found).toBe(real);
  }
});

test('clocks and timers are what Jest makes them', () => {
  jest.useFakeTimers({ now: 7 });
  expect(Date.now()).toBe(7);
  expect(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'UTC' }).format()).toBe('1970');
  let rung = false;
  setTimeout(() => (rung = true), 1_000);
  jest.advanceTimersByTime(1_000);
  expect(rung).toBe(true);
});

/** What a name stands for in this suite. */
const evaluate = (name: string): unknown => ({ Map, Math, Uint8Array, Buffer, URL, process })[name];
