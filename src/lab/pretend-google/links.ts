/**
 * What the pretend Google remembers, in memory only: linkings under way and linked displays.
 *
 * A display is known by the hash of its cookie and nothing else; there is no "current" display. The
 * two kinds are bounded apart, so that opening a great many linkings cannot push out a display that
 * is linked.
 */
import { LRUCache } from 'lru-cache';
import { hashSecret } from '../../identity/secret.ts';

/** A linking under way, found again by its `state`. */
export interface Pending {
  /** Hash of the cookie of the display that began it. */
  readonly display: string;
  readonly verifier: string;
}

/** The OAuth tokens of one linked display. They never reach its browser. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** One linked display. */
export interface Link {
  tokens: Tokens;
  /** What the account is called, where the bridge tells it. */
  readonly home: string | undefined;
  /** The refresh under way, so that several calls at once make one. */
  refreshing: Promise<void> | undefined;
}

export interface Links {
  addPending(state: string, pending: Pending): void;
  /** Takes a linking out, only for the display that began it; else undefined and nothing changes. */
  takePending(state: string, display: string): Pending | undefined;
  add(cookie: string, link: Link): void;
  get(cookie: string): Link | undefined;
  remove(cookie: string): void;
}

export interface LinkLimits {
  readonly most: number;
  readonly pendingMs: number;
  /** A display that nobody used for this long is forgotten. */
  readonly idleMs: number;
}

/** `dropped` is told of a link that had to make room or was not used for too long. */
export function createLinks(
  limits: LinkLimits,
  now: () => number,
  dropped: (link: Link) => void,
): Links {
  const clock = { max: limits.most, perf: { now }, ttlResolution: 0 };
  const pendings = new LRUCache<string, Pending>({ ...clock, ttl: limits.pendingMs });
  const links = new LRUCache<string, Link>({
    ...clock,
    ttl: limits.idleMs,
    updateAgeOnGet: true,
    dispose(link, _key, reason) {
      if (reason === 'evict' || reason === 'expire') dropped(link);
    },
  });
  return {
    addPending: (state, pending) => void pendings.set(hashSecret(state), pending),
    takePending(state, display) {
      const key = hashSecret(state);
      const pending = pendings.get(key);
      if (pending === undefined || pending.display !== display) return undefined;
      pendings.delete(key);
      return pending;
    },
    add: (cookie, link) => void links.set(hashSecret(cookie), link),
    get: (cookie) => links.get(hashSecret(cookie)),
    remove: (cookie) => void links.delete(hashSecret(cookie)),
  };
}
