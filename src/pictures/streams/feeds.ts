/** Opens each camera once for all who watch it, and keeps it open for a while after the last of them. */
import { Failure } from '../../common/failures.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { CameraFailure } from '../cameras/reason-failure.ts';
import { addressKey } from './address-key.ts';
import type { Feed, FeedHold, InspectableFeeds } from './feed.ts';
import { createLingeringFeeds, type LingerOptions } from './lingering-feeds.ts';
import { type FeedOptions, openFeed, type OpenFeed } from './open-feed.ts';

export interface FeedsOptions extends FeedOptions, LingerOptions {
  /** How many cameras are open at a time; 4,000 if left out. */
  readonly most?: number;
  /** How long `probe` may take, in milliseconds. */
  readonly probeTimeoutMs: number;
}

/**
 * Shares open cameras. Two addresses share a source only where all that it is opened by is the same
 * (address-key.ts): after a transfer, or under another URL, a new source is opened.
 */
export function createFeeds(options: FeedsOptions): InspectableFeeds {
  const { most = 4_000 } = options;
  const opened = new Map<string, OpenFeed>();
  /** What is being closed: who comes back is connected after that. */
  const closing = new Map<string, Promise<void>>();
  const lingering = createLingeringFeeds(options, end);
  let closed = false;

  function end(key: string, entry: OpenFeed): void {
    opened.delete(key);
    entry.share.close();
    const over = entry.source
      .close()
      .catch(() => undefined)
      .finally(() => {
        if (closing.get(key) === over) closing.delete(key);
      });
    closing.set(key, over);
  }

  /** @throws Failure `overloaded`. */
  function makeRoom(): void {
    if (opened.size < most) return;
    if (!lingering.endOldest()) throw new Failure('overloaded', 'too many cameras are open');
  }

  /** Holds a source; `lane` stands for who does, if that is to be known. */
  function join(
    address: CameraAddress,
    lane?: string,
    openSource = options.openSource,
  ): { entry: OpenFeed; release: (over?: boolean) => void } {
    if (closed) throw new Failure('overloaded', 'the bridge is shutting down');
    const key = addressKey(address);
    let entry = opened.get(key);
    if (entry === undefined) {
      makeRoom();
      entry = openFeed(address, { ...options, openSource }, closing.get(key));
      opened.set(key, entry);
    }
    const held = entry;
    lingering.delete(held);
    held.holds += 1;
    if (lane !== undefined) held.lanes.push(lane);
    let released = false;
    const release = (over = false): void => {
      if (released) return;
      released = true;
      held.holds -= 1;
      if (lane !== undefined) held.lanes.splice(held.lanes.indexOf(lane), 1);
      if (over) held.wasHeld = false;
      if (held.holds > 0 || opened.get(key) !== held) return;
      if (held.wasHeld) lingering.add(key, held);
      else end(key, held);
    };
    return { entry: held, release };
  }

  return {
    open(address, lane): FeedHold {
      const { entry, release } = join(address, lane);
      entry.wasHeld = true;
      entry.lane = lane;
      return { feed: entry.feed, release };
    },

    isOpen: (address) => opened.has(addressKey(address)),

    inspect(address, openSource) {
      const { entry, release } = join(address, undefined, openSource);
      return { feed: entry.feed, release };
    },

    async probe(address, maxDelayMs, oldestMs, unsuited) {
      if (closed) return new Failure('overloaded', 'the bridge is shutting down');
      const known = opened.get(addressKey(address));
      const shows = known?.met === true && known.source.online();
      const looked = (feed: Feed) => {
        const found = feed.ready(maxDelayMs, oldestMs).then((tracks) => unsuited?.(tracks));
        return refusalWithin(found, options.probeTimeoutMs);
      };
      // It is not held, and lingers no longer for that.
      if (shows && known.isDue(maxDelayMs, oldestMs)) {
        return unsuited === undefined ? undefined : looked(known.feed);
      }
      const { entry, release } = join(address);
      try {
        return await looked(entry.feed);
      } finally {
        release();
      }
    },

    isLost(address) {
      const known = opened.get(addressKey(address));
      return known?.met === true && !known.source.online();
    },

    // Who holds one lets go of it when his right is over.
    closeOutdated: (stands) => lingering.endOutdated(stands),

    get size() {
      return opened.size;
    },

    async close() {
      closed = true;
      const all = [...opened.values()];
      opened.clear();
      lingering.clear();
      for (const entry of all) entry.share.close();
      await Promise.all([...all.map((entry) => entry.source.close()), ...closing.values()]);
    },
  };
}

async function refusalWithin(
  looked: Promise<Failure | undefined>,
  timeoutMs: number,
): Promise<Failure | undefined> {
  // It was asked before the clock is set: where both have the same time, its own word comes first.
  const refusal = looked.catch((error: unknown) =>
    error instanceof Failure ? error : new Failure('internal', 'the camera could not be asked'),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failure>((resolve) => {
    timer = setTimeout(() => resolve(new CameraFailure({ code: 'timed-out' })), timeoutMs);
  });
  try {
    return await Promise.race([refusal, late]);
  } finally {
    clearTimeout(timer);
  }
}
