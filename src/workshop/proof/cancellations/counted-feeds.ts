/** The feeds, with a count of who holds and who reads them. */
import type { Feed, Feeds } from '../../../pictures/streams/feed.ts';

export interface Count {
  leases: number;
  readers: number;
}

/** Returns the same feeds; `count` is kept up to date. */
export function countedFeeds(feeds: Feeds, count: Count): Feeds {
  // The same object for the same feed each time: packagers are found by it.
  const counted = new WeakMap<Feed, Feed>();

  function once(work: () => void): () => void {
    let done = false;
    return () => {
      if (!done) work();
      done = true;
    };
  }

  function around(feed: Feed): Feed {
    const known = counted.get(feed);
    if (known !== undefined) return known;
    const made: Feed = {
      ...feed,
      watch(listener) {
        count.readers += 1;
        const stop = feed.watch(listener);
        return once(() => {
          count.readers -= 1;
          stop();
        });
      },
    };
    counted.set(feed, made);
    return made;
  }

  return {
    open(address, lane) {
      const lease = feeds.open(address, lane);
      count.leases += 1;
      const release = once(() => {
        count.leases -= 1;
        lease.release();
      });
      return { feed: around(lease.feed), release };
    },
    closeOutdated: (stands) => feeds.closeOutdated(stands),
    probe: (...asked) => feeds.probe(...asked),
    isLost: (address) => feeds.isLost(address),
    get size() {
      return feeds.size;
    },
    close: () => feeds.close(),
  };
}
