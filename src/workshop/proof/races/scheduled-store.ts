/** The store, each call of which begins and answers when the scheduler lets it. */
import type { Store } from '../../../storage/store.ts';

/** Resolves when it is this step's turn. */
export type Turn = (label: string) => Promise<void>;

function scheduled<T extends object>(part: T, turn: Turn): T {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await turn(`${String(name)} begins`);
        const outcome = await Promise.allSettled([Reflect.apply(value, target, args)]);
        await turn(`${String(name)} answers`);
        const [settled] = outcome;
        if (settled.status === 'rejected') throw settled.reason;
        return settled.value as unknown;
      };
    },
  });
}

/** Returns `real` with a turn before and after each of its calls. */
export function scheduledStore(real: Store, turn: Turn): Store {
  const { accounts, grants, map, suspensions, pins } = real.operator;
  return {
    ...scheduled({ ...real }, turn),
    of: (account) => scheduled(real.of(account), turn),
    directory: scheduled(real.directory, turn),
    operator: {
      ...real.operator,
      accounts: scheduled(accounts, turn),
      grants: scheduled(grants, turn),
      map: scheduled(map, turn),
      suspensions: scheduled(suspensions, turn),
      pins: scheduled(pins, turn),
    },
  };
}
