/** Writes one thing after the other, as an operator's commands do, and keeps what was told as done. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountId } from '../../../identity/ids.ts';
import { sampleAccount } from '../../../storage/contract/shelf.ts';
import type { Store } from '../../../storage/store.ts';

export interface Writer {
  /** How many writes were told as done. */
  readonly acknowledged: number;
  /** How many were told as not done. */
  readonly refused: number;
  /** Resolves once nothing is under way. */
  stop(): Promise<void>;
  /** Returns in words what was told as done and is not so. */
  lost(): Promise<readonly string[]>;
}

const pauseMs = 25;

/** Begins. Every third account is removed again: to take something away is a write as well. */
export function beginWriting(store: Store): Writer {
  const there: AccountId[] = [];
  const gone: AccountId[] = [];
  let refused = 0;
  let isOver = false;

  async function write(turn: number): Promise<void> {
    const { id, ...account } = sampleAccount();
    await store.operator.accounts.add({ id, ...account });
    there.push(id);
    if (turn % 3 !== 0) return;
    // Whether it is there or not is not known until the answer comes.
    there.pop();
    await store.of(id).remove();
    gone.push(id);
  }

  const working = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      await write(turn).catch(() => (refused += 1));
      await pause(pauseMs);
    }
  })();

  const stands = async (id: AccountId): Promise<boolean> =>
    (await store.of(id).record()) !== undefined;

  return {
    get acknowledged() {
      return there.length + 2 * gone.length;
    },
    get refused() {
      return refused;
    },
    async stop() {
      isOver = true;
      await working;
    },
    async lost() {
      const found: string[] = [];
      for (const id of there) if (!(await stands(id))) found.push(`${id} was added`);
      for (const id of gone) if (await stands(id)) found.push(`${id} was removed`);
      return found;
    },
  };
}
