/** Mistakes of the kind that leaked elsewhere, to see that they are found. */
import type { Store } from '../../../storage/store.ts';
import type { Defect } from './world.ts';

type Call = (...args: unknown[]) => Promise<unknown>;
/** How a call is made: `given` as the bridge would make it, `real` at once. */
type Around = (name: string, given: Call, real: Call) => Call;

const parts = ['accounts', 'grants', 'map', 'suspensions'] as const;

/** The store, each call of whose parts goes through `around`, and the one question after running sessions. */
function through(store: Store, real: Store, around: Around): Store {
  const changed = parts.map((part) => {
    const calls = Object.keys(real[part]).map((name) => {
      const [asGiven, atOnce] = [Reflect.get(store[part], name), Reflect.get(real[part], name)];
      return [name, around(`${part} ${name}`, asGiven as Call, atOnce as Call)];
    });
    return [part, Object.fromEntries(calls)];
  });
  const name = 'revalidate';
  const [asGiven, atOnce] = [Reflect.get(store, name), Reflect.get(real, name)];
  const revalidate = around(name, asGiven as Call, atOnce as Call);
  return {
    ...store,
    ...(Object.fromEntries(changed) as Partial<Store>),
    revalidate: revalidate as Store['revalidate'],
  };
}

/**
 * A kept connection: the answer to a broken-off call is still in it, and is read by the next who asks
 * (OpenAI, March 2023).
 */
export const oneReplyBehind: Defect = (store, real) => {
  const unread = new Map<string, unknown[]>();
  return through(store, real, (name, given, atOnce) => async (...args) => {
    const replies = unread.get(name) ?? [];
    unread.set(name, replies);
    try {
      replies.push(await given(...args));
    } catch (error) {
      replies.push(await atOnce(...args).catch(() => undefined));
      throw error;
    }
    return replies.shift();
  });
};

/** A caller who asks while another's question is under way gets that answer, whoever that is. */
export const flightOfAnybody: Defect = (store, real) => {
  const flights = new Map<string, Promise<unknown>>();
  return through(store, real, (name, given) => (...args) => {
    const known = flights.get(name);
    if (known !== undefined) return known;
    const flight = given(...args).finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  });
};

/** The same by what is asked, but the first one's failure is everybody's. */
export const flightOfTheFirst: Defect = (store, real) => {
  const flights = new Map<string, Promise<unknown>>();
  return through(store, real, (name, given) => (...args) => {
    const key = JSON.stringify([name, args]);
    const known = flights.get(key);
    if (known !== undefined) return known;
    const flight = given(...args).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  });
};
