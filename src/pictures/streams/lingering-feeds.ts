/** Keeps cameras open for a while after the last who held them let go, for whoever comes back. */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { OpenFeed } from './open-feed.ts';

export interface LingerOptions {
  /** How long a feed stays open after its last hold, in milliseconds. */
  readonly lingerMs: number;
  /** How many linger of those whom one lane has let go; 32 if left out. */
  readonly maxLingering?: number;
}

export interface LingeringFeeds {
  /** Ends it when its time is over; the longest abandoned of its lane at once, where those are too many. */
  add(key: string, entry: OpenFeed): void;
  /** It lingers no longer, and goes on. */
  delete(entry: OpenFeed): void;
  /** Ends the longest abandoned of all; returns false if none lingers. */
  endOldest(): boolean;
  /** Ends at once what `stands` does not answer for. */
  endOutdated(stands: (address: CameraAddress) => Promise<boolean>): Promise<void>;
  /** None lingers any more; what is to end with them, ends elsewhere. */
  clear(): void;
}

/** A camera that sends, but no key picture yet, is kept open for so long, so that the next who asks finds one. */
const keyAwaitedMs = 30_000;

/** `end` closes what lingered under that key. */
export function createLingeringFeeds(
  { lingerMs, maxLingering = 32 }: LingerOptions,
  end: (key: string, entry: OpenFeed) => void,
): LingeringFeeds {
  /** The longest abandoned first. */
  const lingering = new Map<OpenFeed, { readonly key: string; timer: NodeJS.Timeout }>();

  function endLinger(entry: OpenFeed): void {
    const known = lingering.get(entry);
    if (known === undefined) return;
    clearTimeout(known.timer);
    lingering.delete(entry);
    end(known.key, entry);
  }

  return {
    add(key, entry) {
      const over = (): void => {
        const moreMs = entry.source.awaitsKey?.() === true ? keyAwaitedMs - lingerMs : 0;
        if (moreMs > 0) known.timer = setTimeout(() => endLinger(entry), moreMs);
        else endLinger(entry);
      };
      const known = { key, timer: setTimeout(over, lingerMs) };
      lingering.set(entry, known);
      const ofLane = [...lingering.keys()].filter(({ lane }) => lane === entry.lane);
      const [abandoned] = ofLane;
      if (abandoned !== undefined && ofLane.length > maxLingering) endLinger(abandoned);
    },
    delete(entry) {
      clearTimeout(lingering.get(entry)?.timer);
      lingering.delete(entry);
    },
    endOldest() {
      const [abandoned] = lingering.keys();
      if (abandoned !== undefined) endLinger(abandoned);
      return abandoned !== undefined;
    },
    async endOutdated(stands) {
      for (const entry of Array.from(lingering.keys())) {
        if (!(await stands(entry.address))) endLinger(entry);
      }
    },
    clear() {
      for (const { timer } of lingering.values()) clearTimeout(timer);
      lingering.clear();
    },
  };
}
