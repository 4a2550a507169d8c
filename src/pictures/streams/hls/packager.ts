import type { ByteShare } from '../byte-budget.ts';
import type { Feed } from '../feed.ts';
import { createChanges } from './changes.ts';
import type { Draft, Run } from './draft.ts';
import type { Hls } from './hls.ts';
import { createIntake, type Intake } from './intake.ts';
import { audioCodec, type Muxed, videoCodec } from './mux.ts';
import { createMuxQueue } from './mux-queue.ts';
import { createOpening } from './opening.ts';
import type { PackagerOptions } from './packager-options.ts';
import { masterName, masterPlaylist, mediaPlaylist } from './playlist.ts';
import { extensions, segmentOf } from './segment-of.ts';
import { createStarts, oldestUs } from './starts.ts';
import { createStillSets } from './still-sets.ts';
import { createView, listUs } from './view.ts';
import { createViewings, isMediaName } from './viewings.ts';
import { createWindow } from './window.ts';

export interface Packager extends Hls {
  /** Begins if it has not begun, and puts off the idle stop. */
  wake(): void;
  /** Stops and drops every segment; it may be woken again. Idempotent. */
  stop(): void;
}

/** Those packaging now, and whether there may be any. */
export interface Shift {
  readonly awake: Set<Packager>;
  closed: boolean;
}

const contentTypes = {
  playlist: 'application/vnd.apple.mpegurl',
  ts: 'video/mp2t',
  cmaf: 'video/mp4',
} as const;
/** A window that has not moved for so long is no live picture any more, in milliseconds. */
const staleMs = 20_000;

/**
 * Packages one feed while somebody asks for it. It watches the feed and has no hold on it: those who have one
 * ask for files, and if nobody has asked for `idleMs` it stops by itself. Segment numbers go on through stops
 * and gaps, so a name never means two things; where the pictures do not carry on, the playlist says
 * EXT-X-DISCONTINUITY.
 *
 * Segments are shared by all who watch; where a display begins, and with it its playlist, is its own.
 */
export function createPackager(feed: Feed, options: PackagerOptions, shift: Shift): Packager {
  const { format, limits, now, onForeign } = options;
  // As long as the list, and a segment longer: so long a player may take to fetch what has left it (RFC 8216 §6.2.2).
  const keepUs = listUs + options.segmentSeconds * 1e6;
  const window = createWindow({ listUs, maxUs: oldestUs, keepUs, bytes: limits.window });
  const starts = createStarts(window);
  const stills = createStillSets({ stamp: feed.stamp, format, now, onForeign });
  const isHeld = (name: string): boolean => stills.keep(name);
  const viewings = createViewings((since) => createView({ window, isHeld }, since));
  const changes = createChanges();
  const queue = createMuxQueue({ format, onMuxed: publish, onForeign, onDone: count });
  const intake: Intake = createIntake(feed, {
    format,
    segmentSeconds: options.segmentSeconds,
    segmentBytes: limits.segment,
    onBegin(begun, replayed) {
      starts.add(begun, intake.leadUs());
      newestAt = now();
      // When a replay begins, what follows it is there at once, and worth waiting for.
      if (!replayed) changes.notify();
    },
    onDraft: (draft, run, number, replayed) => queue.add(draft, run, number, replayed),
    onOversize() {
      starts.clear();
      options.onOverloaded(feed);
    },
    onUnit: count,
    onPause: beginAnewAfter,
    onChange: (over) => changes.notify(over),
  });
  const parts = { window, starts, stills, queue, changes, intake };
  const listOf = createOpening({
    ...parts,
    waitMs: options.waitMs,
    onHeld: (run) => (latest = run),
  });
  let share: ByteShare | undefined;
  let idle: NodeJS.Timeout | undefined;
  let sequence = 0;
  let latest: Run | undefined;
  let newestAt = 0;

  function publish(draft: Draft, run: Run, number: number, muxed: Muxed): void {
    sequence += 1;
    const name = `s${sequence}.${extensions[format]}`;
    const fits = window.add({ ...segmentOf(draft, number, muxed), sequence, name });
    if (!fits) options.onOverloaded(feed);
    latest = run;
    newestAt = now();
    changes.notify();
  }

  /** Reports how much is held. */
  function count(): void {
    stills.trim(limits.window - window.bytes());
    share?.set(window.bytes() + stills.bytes() + starts.bytes() + queue.bytes() + intake.bytes());
  }

  /** Drops every picture; new ones go on being packaged. */
  function shed(): void {
    window.clear();
    starts.clear();
    stills.clear();
    count();
  }

  /**
   * After a longer pause no player has anything in hand, and would stall again for want of it: all begin anew, with a
   * picture that stands still. Nobody fetches what was listed before.
   */
  function beginAnewAfter(pausedUs: number): void {
    if (pausedUs <= intake.leadUs() + ((intake.targetSeconds() ?? 0) + 0.5) * 1e6) return;
    queue.clear();
    shed();
  }

  async function playlist(
    name: string,
    since: number,
    viewer: object,
  ): Promise<string | undefined> {
    const begins = name === masterName;
    const viewing = begins ? viewings.begin(viewer, since) : viewings.of(viewer, name, since);
    const list = await listOf(viewing);
    if (list === undefined || latest === undefined) {
      viewings.forget(viewer, viewing);
      return undefined;
    }
    if (!begins) return mediaPlaylist(list);
    const { width, height } = latest.tracks.video;
    const codecs = [videoCodec(latest), audioCodec(latest)];
    return masterPlaylist({ media: viewing.name, segments: list.segments, codecs, width, height });
  }

  function wake(): void {
    if (shift.closed) return;
    if (!shift.awake.has(packager)) {
      shift.awake.add(packager);
      newestAt = now();
      share = options.budget.share(feed, shed, () => feed.lane?.());
    }
    clearTimeout(idle);
    idle = setTimeout(stop, options.idleMs);
    intake.begin();
  }

  function stop(): void {
    clearTimeout(idle);
    intake.stop();
    queue.clear();
    shed();
    share?.close();
    changes.notify(true);
    shift.awake.delete(packager);
  }

  const packager: Packager = {
    wake,
    stop,
    async file(name, since, viewer = packager) {
      wake();
      if (now() - newestAt > staleMs) {
        intake.letGo();
        shed();
      }
      if (name === masterName || isMediaName(name)) {
        const text = await playlist(name, since, viewer);
        if (text === undefined) return undefined;
        const playlistFile = { heardAt: Infinity, contentType: contentTypes.playlist, units: 0 };
        return { ...playlistFile, stamp: feed.stamp, body: Buffer.from(text) };
      }
      const found = window.body(name) ?? stills.body(name);
      if (found === undefined || found.heardAt < since) return undefined;
      const { stamp, heardAt, body, units } = found;
      return { stamp, heardAt, body, units, contentType: contentTypes[format] };
    },
  };
  return packager;
}
