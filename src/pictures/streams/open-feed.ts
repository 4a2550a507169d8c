/** Opens one camera and makes its feed: what its source sends goes into the GOP buffer and to whoever watches. */
import type { AccessUnit, OpenSource, Source } from '../cameras/media.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { Crossing } from '../../wall/partitions/alarm.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { sameStamp } from '../../wall/partitions/stamp.ts';
import { type ByteBudget, type ByteShare, unlimited } from './byte-budget.ts';
import type { Feed } from './feed.ts';
import { createGopBuffer, type GopLimits } from './gop-buffer.ts';

export interface FeedOptions {
  readonly openSource: OpenSource;
  readonly gop?: GopLimits;
  /** Counts what the GOP buffers hold; nothing is counted if left out. */
  readonly budget?: ByteBudget;
  /** A last question before a unit goes on, beside its stamp; all go on if left out. */
  readonly admits?: (unit: AccessUnit) => boolean;
  /** Told when a source gave a unit that bore another camera's stamp: once for each of those. */
  readonly onForeign?: (event: Crossing) => void;
}

/** One open source and those who hold it. */
export interface OpenFeed {
  readonly address: CameraAddress;
  readonly feed: Feed;
  readonly source: Source;
  /** Whether a first picture comes within `maxDelayMs`, for whoever can begin with a key picture of `oldestMs` ago. */
  readonly isDue: (maxDelayMs: number, oldestMs?: number) => boolean;
  /** What its GOP buffer holds. */
  readonly share: ByteShare;
  /** Whether media ever came: before that, "offline" only means "not yet". */
  met: boolean;
  /** Whether anybody had a hold on it; what was only asked after does not linger. */
  wasHeld: boolean;
  /** Who opened it last. */
  lane: string | undefined;
  /** For whom it is held, one for each hold, the longest held first. */
  readonly lanes: string[];
  holds: number;
}

interface Watcher {
  readonly listener: (unit: AccessUnit) => void;
}

/** Opens a feed that nobody holds yet. It is connected once `after` is over. */
export function openFeed(
  address: CameraAddress,
  options: FeedOptions,
  after: Promise<void> | undefined,
): OpenFeed {
  const { openSource, gop, admits, onForeign, budget = unlimited } = options;
  const source = openSource(address, after);
  const buffer = createGopBuffer(gop);
  const lane = (): string | undefined => entry.lanes[0] ?? entry.lane;
  const letGo = (): void => {
    buffer.clear();
    share.set(0);
  };
  const share = budget.share(address, letGo, lane);
  const watchers = new Set<Watcher>();
  const kept = (maxDelayMs: number, oldestMs: number): number =>
    buffer.outgrown() ? Math.min(maxDelayMs, oldestMs) : oldestMs;

  const feed: Feed = {
    stamp: address.stamp,
    opening: address.opening,
    ready: (maxDelayMs = 0, oldestMs = Infinity) =>
      source.ready(maxDelayMs, kept(maxDelayMs, oldestMs)),
    online: () => source.online(),
    lane,
    watch(listener) {
      const watcher: Watcher = { listener };
      watchers.add(watcher);
      if (source.online()) for (const unit of buffer.units()) tell(watcher, unit);
      return () => void watchers.delete(watcher);
    },
    lastKey: () => (source.online() ? buffer.key() : undefined),
  };
  const entry: OpenFeed = {
    address,
    feed,
    source,
    isDue: (maxDelayMs, oldestMs = Infinity) =>
      (source.dueMs?.(kept(maxDelayMs, oldestMs)) ?? 0) <= maxDelayMs,
    share,
    met: false,
    wasHeld: false,
    lane: undefined,
    lanes: [],
    holds: 0,
  };
  const told = new Set<CameraId>();
  source.subscribe((unit) => {
    // Impossible by construction, hence a layer of the wall: a foreign unit goes no further.
    if (!sameStamp(unit.stamp, address.stamp)) {
      const event = { expected: address.stamp, found: unit.stamp };
      if (!told.has(unit.stamp.camera)) onForeign?.(event);
      told.add(unit.stamp.camera);
      return;
    }
    if (admits !== undefined && !admits(unit)) return;
    entry.met = true;
    buffer.add(unit);
    share.set(buffer.bytes());
    // A copy, because a watcher may start another, which has had this unit by replay; and one that
    // was stopped on the way must not be called any more.
    for (const watcher of Array.from(watchers)) if (watchers.has(watcher)) tell(watcher, unit);
  });
  return entry;
}

/** One viewer's fault must not take the picture from the others. */
function tell({ listener }: Watcher, unit: AccessUnit): void {
  try {
    listener(unit);
  } catch {
    // The listener's own affair: whoever passes one that throws loses this unit.
  }
}
