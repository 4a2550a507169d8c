/** A store that is so far away: each of its answers takes a while. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountId } from '../../identity/ids.ts';
import type { Store } from '../../storage/store.ts';

/** A store behind a network, and how often it was asked. */
export interface DelayedStore {
  readonly store: Store;
  /** So many questions were asked by now. */
  readonly asked: () => number;
}

/** Returns `store`, each answer of which comes `ms` later. */
export function delayedStore(store: Store, ms: number): DelayedStore {
  let asked = 0;

  function delayed<T extends object>(part: T): T {
    return new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'object' && value !== null) return delayed(value);
        if (typeof value !== 'function') return value;
        // To say for which account is no question yet.
        if (name === 'of' && target === (store as object))
          return (account: AccountId) => delayed(store.of(account));
        return async (...args: unknown[]): Promise<unknown> => {
          asked += 1;
          await pause(ms);
          return Reflect.apply(value, target, args);
        };
      },
    });
  }

  return { store: delayed(store), asked: () => asked };
}
