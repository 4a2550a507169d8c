/**
 * Bytes of media that are kept in memory, counted for each camera, for whoever watches it, and for all of
 * them together.
 */
import { groupBy } from '../../common/group-by.ts';
import type { Opened } from '../../wall/partitions/camera-address.ts';

/** What one keeper of a camera's media holds. */
export interface ByteShare {
  /** Sets how much it holds now. If that is too much in all, the one that causes most to be held is cut at once. */
  set(bytes: number): void;
  /** Declares that it holds nothing any more. Idempotent. */
  close(): void;
}

export interface ByteBudget {
  /**
   * `letGo` must release all it can, and report that by `set`; it may be called within `set`. `lane` returns,
   * each time it is called, who has the camera held; a camera that nobody has is a lane of its own.
   */
  share(from: Opened, letGo: () => void, lane?: () => string | undefined): ByteShare;
  readonly bytes: number;
}

interface Holder {
  readonly from: Opened;
  readonly letGo: () => void;
  readonly lane: () => string | undefined;
  bytes: number;
}

export interface ByteBudgetOptions {
  /** How much there may be in all. */
  readonly bytes: number;
  /** Called for a camera that was made to release its media. */
  readonly onOverloaded: (from: Opened) => void;
}

/**
 * Makes the budget, one for the whole bridge. The lane whose cameras hold most in all is cut first, and of those
 * the camera that holds most: never a neighbour, however many small cameras the one has and however large the
 * other's only one is.
 */
export function createByteBudget({ bytes: most, onOverloaded }: ByteBudgetOptions): ByteBudget {
  const holders = new Set<Holder>();
  let total = 0;

  function change(holder: Holder, bytes: number): void {
    total += bytes - holder.bytes;
    holder.bytes = bytes;
  }

  /** Returns the shares of the largest camera of the lane that holds most. */
  function largest(): Holder[] {
    const lanes = groupBy(holders, ({ lane, from }) => lane() ?? from.stamp.camera);
    return largestOf(groupBy(largestOf(lanes), ({ from }) => from.stamp.camera));
  }

  function enforce(): void {
    while (total > most) {
      const before = total;
      const found = largest();
      for (const holder of found) holder.letGo();
      const [first] = found;
      if (first !== undefined) onOverloaded(first.from);
      if (total >= before) return;
    }
  }

  return {
    share(from, letGo, lane = () => undefined) {
      const holder: Holder = { from, letGo, lane, bytes: 0 };
      holders.add(holder);
      return {
        set(bytes) {
          if (!holders.has(holder)) return;
          const grew = bytes > holder.bytes;
          change(holder, bytes);
          if (grew) enforce();
        },
        close() {
          change(holder, 0);
          holders.delete(holder);
        },
      };
    },
    get bytes() {
      return total;
    },
  };
}

function largestOf(groups: ReadonlyMap<string, Holder[]>): Holder[] {
  const size = (all: readonly Holder[]): number => all.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...groups.values()].reduce((one, two) => (size(two) > size(one) ? two : one), []);
}

/** Counts nothing: for tests of other things. */
export const unlimited: ByteBudget = {
  share: () => ({ set: () => undefined, close: () => undefined }),
  bytes: 0,
};
