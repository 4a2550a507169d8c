/** @takes 22 s */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

test('it comes although nobody but a listener knows of it when memory is cleared', async () => {
  jest.useRealTimers();
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const parent = new AbortController();
  const come = new Promise<void>((resolve) => {
    const { signal } = deadline(200, parent.signal);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (let at = 0; at < 5; at += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
  await come;
});

test('nobody uses what may be collected as garbage instead', () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(100);
  const users = files.filter((name) => {
    return readFileSync(join(folder, name), 'utf8').includes('AbortSignal.any(');
  });
  expect(users).toEqual([]);
});
