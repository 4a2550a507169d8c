/** Mistakes of the kind that leaked elsewhere, to see that they are found. */
import type { AccountId } from '../../../identity/ids.ts';
import type { Operator } from '../../../storage/operator.ts';
import type { Store } from '../../../storage/store.ts';
import type { Defect } from './world.ts';

type Call = (...args: unknown[]) => Promise<unknown>;
/** How a call is made: `given` as the bridge would make it, `real` at once. */
type Around = (name: string, given: Call, real: Call) => Call;

const subjects = ['accounts', 'grants', 'map', 'suspensions'] as const;

/** The store, each call of which goes through `around`: for an account, in the directory, and of these subjects. */
function through(store: Store, real: Store, around: Around): Store {
  /** The same part of both, under a name of its own. */
  function changed<T extends object>(label: string, given: T, atOnce: T): T {
    const calls = Object.keys(atOnce).map((name) => {
      const [one, other] = [Reflect.get(given, name), Reflect.get(atOnce, name)];
      return [name, around(`${label} ${name}`, one as Call, other as Call)];
    });
    return Object.fromEntries(calls) as T;
  }
  /** A call on behalf of an account, which is what is asked as much as the rest. */
  const ofTenant =
    (from: Store, name: string): Call =>
    (account, ...args) => {
      const tenant = from.of(account as AccountId);
      return Reflect.apply(Reflect.get(tenant, name) as Call, tenant, args);
    };
  const operator = subjects.map((part) => [
    part,
    changed(part, store.operator[part], real.operator[part]),
  ]);
  return {
    ...store,
    of: (account) =>
      new Proxy(store.of(account), {
        get(_target, name) {
          const label = String(name);
          return (...args: unknown[]) =>
            around(`of ${label}`, ofTenant(store, label), ofTenant(real, label))(account, ...args);
        },
      }),
    directory: changed('directory', store.directory, real.directory),
    operator: { ...store.operator, ...(Object.fromEntries(operator) as Partial<Operator>) },
    ...changed(
      'all',
      { revalidate: (...asked: Parameters<Store['revalidate']>) => store.revalidate(...asked) },
      { revalidate: (...asked: Parameters<Store['revalidate']>) => real.revalidate(...asked) },
    ),
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
