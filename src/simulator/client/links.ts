/**
 * What the pretend Google remembers, in memory only: linked displays, and which linkings are over.
 *
 * A display is known by the hash of its cookie and nothing else; there is no "current" display. Nothing is
 * kept of a linking under way: its `state` itself says which display began it, and until when, so nobody can
 * push it out by beginning many others.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hashSecret, newSecret, sameSecret } from '../../identity/secret.ts';

/** A linking under way. */
export interface Pending {
  readonly state: string;
  readonly verifier: string;
}

/** The OAuth tokens of one linked display. They never reach its browser. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Whose cameras a display shows, if the bridge says so. */
export interface Holder {
  readonly sub: string;
  readonly name: string;
}

/** One linked display. */
export interface Link {
  tokens: Tokens;
  readonly holder: Holder | undefined;
  /** The refresh under way, so that several calls at once make one. */
  refreshing: Promise<void> | undefined;
}

export interface Links {
  /** Begins a linking for the display that has this cookie. */
  begin(cookie: string): Pending;
  /** Takes a linking, once, and only for the display that began it; else returns undefined and changes nothing. */
  take(state: string, cookie: string): Pending | undefined;
  add(cookie: string, link: Link): void;
  get(cookie: string): Link | undefined;
  remove(cookie: string): void;
}

export interface LinkLimits {
  readonly most: number;
  /** The most of one account. */
  readonly maxOfAccount: number;
  readonly pendingMs: number;
  /** A display that nobody used for so long is dropped. */
  readonly idleMs: number;
}

/** `dropped` is called for a link that had to make room or was not used for too long. */
export function createLinks(
  limits: LinkLimits,
  now: () => number,
  dropped: (link: Link) => void,
): Links {
  const key = randomBytes(32);
  const clock = { max: limits.most, perf: { now }, ttlResolution: 0 };
  const over = new LRUCache<string, true>({ ...clock, ttl: limits.pendingMs });
  const links = new LRUCache<string, Link>({
    ...clock,
    ttl: limits.idleMs,
    updateAgeOnGet: true,
    dispose(link, _key, reason) {
      if (reason === 'evict' || reason === 'expire') dropped(link);
    },
  });
  const mac = (...parts: readonly string[]): string =>
    createHmac('sha256', key).update(parts.join('\n')).digest('base64url');
  const verifierOf = (name: string, cookie: string): string => mac('verifier', name, cookie);

  /** Returns those of an account that are beyond its share once this one is added. */
  function beyondShare({ holder }: Link): [string, Link][] {
    if (holder === undefined) return [];
    // From the one used last to the one not used for longest.
    const own = Array.from(links.entries()).filter(([, link]) => link.holder?.sub === holder.sub);
    return own.slice(limits.maxOfAccount - 1);
  }

  return {
    begin(cookie) {
      const name = `${String(now() + limits.pendingMs)}.${newSecret()}`;
      return {
        state: `${name}.${mac('state', name, cookie)}`,
        verifier: verifierOf(name, cookie),
      };
    },
    take(state, cookie) {
      const [until = '', nonce = '', proof = ''] = state.split('.');
      const name = `${until}.${nonce}`;
      if (!sameSecret(proof, mac('state', name, cookie)) || over.has(name)) return undefined;
      if (now() > Number(until)) return undefined;
      over.set(name, true);
      return { state, verifier: verifierOf(name, cookie) };
    },
    add(cookie, link) {
      for (const [name, other] of beyondShare(link)) {
        links.delete(name);
        dropped(other);
      }
      links.set(hashSecret(cookie), link);
    },
    get: (cookie) => links.get(hashSecret(cookie)),
    remove: (cookie) => void links.delete(hashSecret(cookie)),
  };
}
