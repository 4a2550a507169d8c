/** Bytes of media that are kept in memory, counted for each camera and for all of them together. */
import type { Opened } from '../partitions/camera-address.ts';

/** What one keeper of a camera's media holds. */
export interface ByteShare {
  /** Says how much it holds now. Where that is too much in all, whoever holds most is made to let go at once. */
  set(bytes: number): void;
  /** It holds nothing any more. Idempotent. */
  close(): void;
}

export interface ByteBudget {
  /** `letGo` must let go of all it can, and say so by `set`; it may be called within `set`. */
  share(from: Opened, letGo: () => void): ByteShare;
  readonly bytes: number;
}

interface Holder {
  readonly from: Opened;
  readonly letGo: () => void;
  bytes: number;
}

export interface ByteBudgetOptions {
  /** How much there may be in all. */
  readonly bytes: number;
  /** Told of a camera that was made to let go. */
  readonly onOverloaded: (from: Opened) => void;
}

/** One for the whole bridge. The camera that holds most is cut first: never its neighbour. */
export function createByteBudget({ bytes: most, onOverloaded }: ByteBudgetOptions): ByteBudget {
  const holders = new Set<Holder>();
  let total = 0;

  function change(holder: Holder, bytes: number): void {
    total += bytes - holder.bytes;
    holder.bytes = bytes;
  }

  /** The shares of the camera that holds most. */
  function largest(): Holder[] {
    const cameras = new Map<string, Holder[]>();
    for (const holder of holders) {
      const { camera } = holder.from.stamp;
      cameras.set(camera, [...(cameras.get(camera) ?? []), holder]);
    }
    const size = (all: readonly Holder[]): number => all.reduce((sum, { bytes }) => sum + bytes, 0);
    return [...cameras.values()].reduce((one, two) => (size(two) > size(one) ? two : one), []);
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
    share(from, letGo) {
      const holder: Holder = { from, letGo, bytes: 0 };
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

/** Where nothing is counted: tests of other things. */
export const unlimited: ByteBudget = createByteBudget({
  bytes: Infinity,
  onOverloaded: () => undefined,
});
