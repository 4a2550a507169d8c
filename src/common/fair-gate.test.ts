import { afterEach, describe, expect, jest, test } from '@jest/globals';
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

describe('what is asked often', () => {
  const often = { atOnce: Infinity, perAccount: 3, waiting: 9, timeoutMs: 60_000 };
  const perTurn = { inAll: 5, ofOne: 2 };

  test('goes on at once where it is free, and is one of those that run', () => {
    const gate = createFairGate(often);
    expect([gate.enter('a'), gate.enter('a'), gate.enter('a'), gate.running]).toEqual([
      undefined,
      undefined,
      undefined,
      3,
    ]);
    for (let at = 0; at < 3; at += 1) gate.leave('a');
    expect(empty(gate)).toEqual({ running: 0, waiting: 0 });
  });

  test('waits where so many of its key run, behind those that wait already', async () => {
    const gate = createFairGate({ ...often, perAccount: 1 });
    const came: string[] = [];
    void gate.enter('a');
    const second = gate.enter('a')?.then(() => came.push('second'));
    const third = gate.enter('a')?.then(() => came.push('third'));
    expect([gate.enter('b'), gate.waiting]).toEqual([undefined, 2]);
    gate.leave('a');
    await second;
    expect(came).toEqual(['second']);
    gate.leave('a');
    await third;
    gate.leave('a');
    gate.leave('b');
    expect([came, empty(gate)]).toEqual([['second', 'third'], { running: 0, waiting: 0 }]);
  });

  /** Enters and leaves; returns in which turn each came. */
  function asker(gate: FairGate) {
    const came: string[] = [];
    const ask = (name: string, weight?: number): void => {
      const arrive = (): void => {
        came.push(name);
        gate.leave(name.charAt(0));
      };
      const later = gate.enter(name.charAt(0), weight);
      if (later === undefined) arrive();
      else void later.then(arrive);
    };
    return { came, ask };
  }

  test('so much of one key begins in one turn of the loop, and another finds it free', async () => {
    const { came, ask } = asker(createFairGate({ ...often, perTurn }));
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']) ask(name);
    expect(came).toEqual(['a1', 'a2', 'b1']);
    await turn();
    expect(came).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
    await turn();
    expect(came).toEqual(['a1', 'a2', 'b1', 'a3', 'a4', 'a5']);
  });

  test('so much begins in one turn in all, one of each key after another', async () => {
    const { came, ask } = asker(createFairGate({ ...often, perTurn }));
    for (const key of ['a', 'b', 'c', 'd']) for (const at of [1, 2]) ask(`${key}${at}`);
    expect(came).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
    await turn();
    expect(came.slice(5)).toEqual(['c2', 'd1', 'd2']);
  });

  test('what weighs much takes the turns after its own, of its own key alone', async () => {
    const { came, ask } = asker(createFairGate({ ...often, perTurn }));
    ask('a1', 5);
    ask('a2');
    ask('b1');
    expect(came).toEqual(['a1', 'b1']);
    for (const seen of [2, 3]) {
      await turn();
      expect(came).toHaveLength(seen);
    }
  });

  test('so does what turned out to weigh much once it had begun', async () => {
    const gate = createFairGate({ ...often, perTurn });
    const { came, ask } = asker(gate);
    ask('a1');
    gate.weigh('a', 4);
    ask('a2');
    ask('b1');
    expect(came).toEqual(['a1', 'b1']);
    for (const seen of [2, 3]) {
      await turn();
      expect(came).toHaveLength(seen);
    }
  });

  test('leaves nothing behind', async () => {
    const immediates = jest.spyOn(globalThis, 'setImmediate');
    const gate = createFairGate({ ...often, perTurn });
    void gate.enter('a');
    gate.leave('a');
    gate.weigh('a', 0);
    await turn();
    await turn();
    // The gate's own one, and those of this test.
    expect(immediates).toHaveBeenCalledTimes(3);
    immediates.mockRestore();
  });
});
