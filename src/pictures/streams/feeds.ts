import type { AccessUnit, OpenSource, Source } from '../cameras/media.ts';
import { CameraFailure } from '../cameras/reason-failure.ts';
import { Failure } from '../../common/failures.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { Crossing } from '../../wall/partitions/alarm.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { sameStamp } from '../../wall/partitions/stamp.ts';
import type { Feed, FeedLease, InspectableFeeds } from './feed.ts';
import { type ByteBudget, type ByteShare, unlimited } from './byte-budget.ts';
import { createGopBuffer, type GopLimits } from './gop-buffer.ts';

export interface FeedsOptions {
  readonly openSource: OpenSource;
  /** How long a feed stays open after its last lease, in milliseconds. */
  readonly lingerMs: number;
  /** How many cameras are open at a time; 4,000 where left out. */
  readonly most?: number;
  /** How many linger of those whom one lane has let go; 32 where left out. */
  readonly mostLingering?: number;
  /** How long `probe` may take, in milliseconds. */
  readonly probeTimeoutMs: number;
  readonly gop?: GopLimits;
  /** Counts what the GOP buffers hold; nothing is counted where left out. */
  readonly budget?: ByteBudget;
  /** A last question before a unit goes on, beside its stamp; all go on where left out. */
  readonly admits?: (unit: AccessUnit) => boolean;
  /** Told when a source gave a unit that bore another camera's stamp: once for each of those. */
  readonly onForeign?: (event: Crossing) => void;
}

interface Watcher {
  readonly listener: (unit: AccessUnit) => void;
}

/** One open source and those who hold it. */
interface Opened {
  readonly address: CameraAddress;
  readonly feed: Feed;
  readonly source: Source;
  /** Whether a first picture comes within `bearMs`, for whoever can begin with a key picture of `oldestMs` ago. */
  readonly isDue: (bearMs: number, oldestMs?: number) => boolean;
  /** What its GOP buffer holds. */
  readonly share: ByteShare;
  /** Whether media ever came: before that, "offline" only means "not yet". */
  met: boolean;
  /** Whether anybody held a lease; what was only asked after does not linger. */
  leased: boolean;
  /** Who opened it last. */
  lane: string | undefined;
  /** For whom it is held, one for each lease, the longest held first. */
  readonly lanes: string[];
  holds: number;
  linger: NodeJS.Timeout | undefined;
}

/** A camera that sends, but no key picture yet, is kept open for so long, so that the next who asks finds one. */
const keyAwaitedMs = 30_000;

/**
 * Shares open cameras. Two addresses share a source only where camera, ownership epoch, opening, URLs
 * and transport are all the same: after a transfer, or under another URL, a new source is opened.
 */
export function createFeeds(options: FeedsOptions): InspectableFeeds {
  const { most = 4_000, mostLingering = 32 } = options;
  const opened = new Map<string, Opened>();
  /** What is being closed: who comes back is connected after that. */
  const closing = new Map<string, Promise<void>>();
  /** Those that nobody holds, the longest abandoned first. */
  const lingering = new Map<Opened, string>();
  let closed = false;

  function endLinger(entry: Opened): void {
    clearTimeout(entry.linger);
    const name = lingering.get(entry);
    if (!lingering.delete(entry) || name === undefined) return;
    end(name, entry);
  }

  function end(name: string, entry: Opened): void {
    opened.delete(name);
    entry.share.close();
    const over = entry.source
      .close()
      .catch(() => undefined)
      .finally(() => {
        if (closing.get(name) === over) closing.delete(name);
      });
    closing.set(name, over);
  }

  /** @throws Failure `overloaded`. */
  function makeRoom(): void {
    if (opened.size < most) return;
    const [abandoned] = lingering.keys();
    if (abandoned === undefined) throw new Failure('overloaded', 'too many cameras are open');
    endLinger(abandoned);
  }

  function linger(name: string, entry: Opened): void {
    lingering.set(entry, name);
    const { lingerMs } = options;
    entry.linger = setTimeout(() => {
      const moreMs = entry.source.awaitsKey?.() === true ? keyAwaitedMs - lingerMs : 0;
      if (moreMs > 0) entry.linger = setTimeout(() => endLinger(entry), moreMs);
      else endLinger(entry);
    }, lingerMs);
    const ofLane = [...lingering.keys()].filter(({ lane }) => lane === entry.lane);
    const [abandoned] = ofLane;
    if (abandoned !== undefined && ofLane.length > mostLingering) endLinger(abandoned);
  }

  /** Holds a source; `lane` stands for who does, where that is to be known. */
  function join(
    address: CameraAddress,
    lane?: string,
    openSource = options.openSource,
  ): { entry: Opened; release: (over?: boolean) => void } {
    if (closed) throw new Failure('overloaded', 'the bridge is shutting down');
    const name = nameOf(address);
    let entry = opened.get(name);
    if (entry === undefined) {
      makeRoom();
      entry = start(address, { ...options, openSource }, closing.get(name));
      opened.set(name, entry);
    }
    const held = entry;
    clearTimeout(held.linger);
    lingering.delete(held);
    held.holds += 1;
    if (lane !== undefined) held.lanes.push(lane);
    let released = false;
    const release = (over = false): void => {
      if (released) return;
      released = true;
      held.holds -= 1;
      if (lane !== undefined) held.lanes.splice(held.lanes.indexOf(lane), 1);
      if (over) held.leased = false;
      if (held.holds > 0 || opened.get(name) !== held) return;
      if (held.leased) linger(name, held);
      else end(name, held);
    };
    return { entry: held, release };
  }

  return {
    open(address, lane): FeedLease {
      const { entry, release } = join(address, lane);
      entry.leased = true;
      entry.lane = lane;
      return { feed: entry.feed, release };
    },

    isOpen: (address) => opened.has(nameOf(address)),

    inspect(address, openSource) {
      const { entry, release } = join(address, undefined, openSource);
      return { feed: entry.feed, release };
    },

    async probe(address, bearMs, oldestMs, unsuited) {
      if (closed) return new Failure('overloaded', 'the bridge is shutting down');
      const known = opened.get(nameOf(address));
      const shows = known?.met === true && known.source.online();
      const looked = (feed: Feed) => {
        const found = feed.ready(bearMs, oldestMs).then((tracks) => unsuited?.(tracks));
        return refusalWithin(found, options.probeTimeoutMs);
      };
      // It is not held, and lingers no longer for that.
      if (shows && known.isDue(bearMs, oldestMs)) {
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
      const known = opened.get(nameOf(address));
      return known?.met === true && !known.source.online();
    },

    async closeOutdated(stands) {
      // Who holds one lets go of it when his right is over.
      for (const entry of Array.from(lingering.keys())) {
        if (!(await stands(entry.address))) endLinger(entry);
      }
    },

    get size() {
      return opened.size;
    },

    async close() {
      closed = true;
      const all = [...opened.values()];
      opened.clear();
      lingering.clear();
      for (const entry of all) {
        clearTimeout(entry.linger);
        entry.share.close();
      }
      await Promise.all([...all.map((entry) => entry.source.close()), ...closing.values()]);
    },
  };
}

/** What is kept of an address makes no name anew at each request. */
const names = new WeakMap<CameraAddress, string>();

function nameOf(address: CameraAddress): string {
  let name = names.get(address);
  if (name === undefined) names.set(address, (name = settingsOf(address)));
  return name;
}

/** The settings a source is opened with; kept in memory only, since the URL holds a password. */
function settingsOf({ stamp, opening, stream, onvif, transport }: CameraAddress): string {
  return JSON.stringify([stamp.camera, stamp.epoch, opening, stream, onvif, transport]);
}

function start(
  address: CameraAddress,
  options: FeedsOptions,
  after: Promise<void> | undefined,
): Opened {
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
  const kept = (bearMs: number, oldestMs: number): number =>
    buffer.outgrown() ? Math.min(bearMs, oldestMs) : oldestMs;

  const feed: Feed = {
    stamp: address.stamp,
    opening: address.opening,
    ready: (bearMs = 0, oldestMs = Infinity) => source.ready(bearMs, kept(bearMs, oldestMs)),
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
  const entry: Opened = {
    address,
    feed,
    source,
    isDue: (bearMs, oldestMs = Infinity) => (source.dueMs?.(kept(bearMs, oldestMs)) ?? 0) <= bearMs,
    share,
    met: false,
    leased: false,
    lane: undefined,
    lanes: [],
    holds: 0,
    linger: undefined,
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
