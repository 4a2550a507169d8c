import { afterEach, expect, jest, test } from '@jest/globals';
import { createFairGate, type FairGate, type FairGateOptions } from './fair-gate.ts';

afterEach(() => void jest.useRealTimers());

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that says when it begins, and ends when told. */
function workshop(options: Partial<FairGateOptions> = {}) {
  const gate = createFairGate({
    atOnce: 1,
    perAccount: 1,
    waiting: 3,
    timeoutMs: 60_000,
    ...options,
  });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const refused: string[] = [];
  let most = 0;
  function ask(name: string, fails = false): Promise<void> {
    return gate
      .run(name.charAt(0), async () => {
        begun.push(name);
        most = Math.max(most, gate.running);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (fails) throw new TypeError(name);
      })
      .catch((error: Error & { code?: string }) => {
        refused.push(`${name} ${error.code ?? error.message}`);
      });
  }
  async function finish(): Promise<void> {
    while (gate.running > 0 || gate.waiting > 0) {
      ends.shift()?.();
      await turn();
    }
  }
  return { gate, begun, refused, ask, finish, most: () => most };
}

const empty = ({ running, waiting }: FairGate) => ({ running, waiting });

test('one of each key after another, however many one key has waiting', async () => {
  const { gate, begun, ask, finish } = workshop();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) void ask(name);
  await finish();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  expect(empty(gate)).toEqual({ running: 0, waiting: 0 });
});

test('so many at a time in all and of one key, failures included', async () => {
  const { begun, refused, ask, finish, most } = workshop({ atOnce: 3, perAccount: 2, waiting: 9 });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void ask(name, name === 'a2');
  await turn();
  expect(begun).toEqual(['a1', 'a2']);
  void ask('b1');
  void ask('b2');
  await turn();
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await finish();
  expect(begun).toHaveLength(7);
  expect([most(), refused]).toEqual([3, ['a2 a2']]);
});

test('who has too many waiting is refused, and nobody else', async () => {
  const { begun, refused, ask, finish } = workshop();
  for (let at = 1; at <= 6; at += 1) void ask(`a${at}`);
  void ask('b1');
  await turn();
  expect(refused).toEqual(['a5 too-many', 'a6 too-many']);
  await finish();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
});

test('where too many wait in all, room is made by who has the most waiting', async () => {
  const { begun, refused, ask, finish } = workshop({ waitingInAll: 4 });
  for (const name of ['x1', 'a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'd1', 'e1']) void ask(name);
  await turn();
  expect(refused).toEqual(['a3 overloaded', 'a4 overloaded', 'a2 overloaded', 'e1 overloaded']);
  await finish();
  expect(begun).toEqual(['x1', 'a1', 'b1', 'c1', 'd1']);
});

test('a key that waits for none of its own is not kept out by those who wait', async () => {
  const { begun, ask, finish } = workshop({ atOnce: 2, waitingInAll: 1 });
  for (const name of ['a1', 'a2', 'b1']) void ask(name);
  await turn();
  expect(begun).toEqual(['a1', 'b1']);
  await finish();
});

test('nothing waits longer than it may, and what it leaves is taken up', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const { gate, begun, refused, ask, finish } = workshop({ timeoutMs: 100 });
  void ask('a1');
  void ask('b1');
  jest.advanceTimersByTime(60);
  void ask('b2');
  jest.advanceTimersByTime(60);
  await turn();
  expect(refused).toEqual(['b1 overloaded']);
  expect(gate.waiting).toBe(1);
  await finish();
  expect(begun).toEqual(['a1', 'b2']);
  expect(jest.getTimerCount()).toBe(0);
});
