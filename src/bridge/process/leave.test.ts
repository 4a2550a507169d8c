import { EventEmitter, once } from 'node:events';
import { expect, test } from '@jest/globals';
import { leave } from './leave.ts';

/** How it ended, and what was logged. */
async function ending(starting: Promise<{ close(): Promise<void> }>) {
  const ended = new EventEmitter();
  const logged: unknown[] = [];
  leave({
    starting,
    log: {
      error: (said: unknown) => void logged.push(said),
      info: (said: unknown) => void logged.push(said),
    },
    exit: (status) => void ended.emit('end', status),
    giveUp: (error) => void ended.emit('end', error),
    timeoutMs: 50,
  });
  const [how] = await once(ended, 'end');
  return { how, logged };
}

test('a bridge is closed, also one that is still coming up, and that is the end', async () => {
  const closed: string[] = [];
  const bridge = { close: async () => void closed.push('closed') };
  const starting = new Promise<typeof bridge>((resolve) => setTimeout(() => resolve(bridge), 10));
  expect(await ending(starting)).toEqual({ how: 0, logged: ['stopped'] });
  expect(closed).toEqual(['closed']);
});

test.each([
  ['does not close', Promise.resolve({ close: () => new Promise<void>(() => undefined) })],
  ['does not come up', new Promise<never>(() => undefined)],
])('one that %s is not waited for', async (_what, starting) => {
  expect(await ending(starting)).toEqual({ how: 1, logged: ['not all could be closed in time'] });
});

test('what is in the way of a bridge, or of its end, is told', async () => {
  const full = new Error('full');
  expect(await ending(Promise.reject(full))).toEqual({ how: full, logged: [] });
  const failing = Promise.resolve({ close: () => Promise.reject(full) });
  expect(await ending(failing)).toEqual({ how: full, logged: [] });
});
