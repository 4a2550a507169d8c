/**
 * The cache of one account: one node-cache for each open partition.
 *
 * node-cache keeps its entries in a plain object, and a key from outside could be `constructor` or
 * `__proto__`: so every key is prefixed here. There are no timers (`checkperiod: 0`) and no clones: values
 * are frozen instead.
 */
import NodeCache from 'node-cache';

/** The kinds of things that are cached; each is the prefix of its keys. */
export type CacheKind = 'online' | 'map' | 'address';

export interface AccountCache {
  get(kind: CacheKind, key: string): object | undefined;
  /** Keeps a value for `ttlMs`; it is frozen. */
  set(kind: CacheKind, key: string, value: object, ttlMs: number): void;
  clear(): void;
}

/** Makes an empty cache, of one account. */
export function createAccountCache(): AccountCache {
  const cache = new NodeCache({ checkperiod: 0, useClones: false, deleteOnExpire: true });
  return {
    get: (kind, key) => cache.get(`${kind}:${key}`),
    set(kind, key, value, ttlMs) {
      cache.set(`${kind}:${key}`, Object.freeze(value), ttlMs / 1000);
    },
    clear: () => cache.flushAll(),
  };
}
