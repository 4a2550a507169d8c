/**
 * The cache of one account: one node-cache for each open partition.
 *
 * node-cache keeps its entries in a plain object, so a key from outside could be `constructor` or
 * `__proto__`: every key here is prefixed. No timers (`checkperiod: 0`), no clones: values are
 * frozen instead.
 */
import NodeCache from 'node-cache';

/** What kinds of things are cached; the prefix of their keys. */
export type CacheKind = 'online' | 'map' | 'address';

export interface AccountCache {
  get<V extends object>(kind: CacheKind, key: string): V | undefined;
  /** Keeps a value for `ttlMs`; it is frozen. */
  set(kind: CacheKind, key: string, value: object, ttlMs: number): void;
  clear(): void;
}

/** An empty cache. */
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
