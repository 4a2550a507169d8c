import type { AccessUnit, Tracks } from '../../cameras/media.ts';
import type { Crossing } from '../../partitions/alarm.ts';
import type { Opened } from '../../partitions/camera-address.ts';
import type { ByteBudget, ByteShare } from '../byte-budget.ts';
import type { Feed } from '../feed.ts';
import { bytesOf } from '../unit-bytes.ts';
import { createCutter, type Cutter } from './cutter.ts';
import type { Draft, Run, TimedVideo } from './draft.ts';
import { heldDrafts } from './held.ts';
import type { Hls } from './hls.ts';
import { leadOf } from './lead.ts';
import {
  audioCodec,
  foreignIn,
  type Muxed,
  muxSegment,
  type SegmentFormat,
  videoCodec,
} from './mux.ts';
import { masterName, masterPlaylist, mediaName, mediaPlaylist } from './playlist.ts';
import { listUs, type Numbering, playlistOf, shownOf, type View, viewOf } from './view.ts';
import { bodyIn, createWindow, type Segment } from './window.ts';

export interface PackagerOptions {
  readonly format: SegmentFormat;
  /** Length of a segment to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** How long a playlist is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Packaging stops when nothing was asked for so long, in milliseconds. */
  readonly idleMs: number;
  readonly limits: HlsLimits;
  /** Counts what is kept. */
  readonly budget: ByteBudget;
  /** Told when a segment was refused because a unit in it bore another camera's stamp. */
  readonly onForeign: (event: Crossing) => void;
  /** Told when a camera sends more than a segment or a list may hold. */
  readonly onOverloaded: (from: Opened) => void;
  readonly now: () => number;
}

/** What may be kept of one camera, in bytes. */
export interface HlsLimits {
  readonly segment: number;
  /** All that is listed or lately was, with the key pictures that stand still. */
  readonly window: number;
}

/** A camera of 24 Mbit/s fits in, with key pictures of 2 MiB. */
export const hlsLimits: HlsLimits = Object.freeze({
  segment: 6 * 1024 * 1024,
  window: 32 * 1024 * 1024,
});

export interface Packager extends Hls {
  /** Begins where it has not begun, and puts off the idle stop. */
  wake(): void;
  /** Stops and forgets every segment; it may be woken again. Idempotent. */
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
/** Drafts that may wait for the muxer; more are let go rather than heaped up. */
const mostWaiting = 8;
/** A picture that is older is no live picture any more: the next key picture is waited for, in microseconds. */
const oldestUs = 12_000_000;
/** A still picture shorter than this is not worth a segment, in microseconds. */
const leastHoldUs = 200_000;
/** How many segments a player wants to see before it believes in three of them as its distance (Shaka 4.3). */
const firstSegments = 5;
/** Sets of segments with a picture that stands still; they are asked for within seconds. */
const mostHeld = 4;
/** A window that has not moved for so long is no live picture any more, in milliseconds. */
const staleMs = 20_000;

/** A key picture that has begun a segment. */
interface Begun {
  readonly first: TimedVideo;
  readonly run: Run;
  readonly number: number;
}

/** Segments in which one key picture stands still. */
interface Held {
  readonly fromUs: number;
  readonly holdUs: number;
  /** Those that are there by now. */
  readonly segments: readonly Segment[];
  /** All of them; none where the picture cannot be repeated. */
  readonly made: Promise<readonly Segment[]>;
}

/** What is kept of one display. */
interface Viewing {
  readonly since: number;
  readonly view: Promise<View | undefined>;
  readonly numbering: Numbering;
}

/**
 * Packages one feed while somebody asks for it. It watches the feed and holds no lease: who holds
 * one asks for files, and when nobody has asked for `idleMs` it stops by itself. Segment numbers
 * go on through stops and gaps, so a name never means two things; where the pictures do not carry
 * on, the playlist says EXT-X-DISCONTINUITY.
 *
 * Segments are shared by all who watch; where a display begins, and with it its playlist, is its own.
 */
export function createPackager(feed: Feed, options: PackagerOptions, shift: Shift): Packager {
  const { format, limits } = options;
  const window = createWindow({ listUs, mostUs: oldestUs, bytes: limits.window });
  let share: ByteShare | undefined;
  const waiting = new Set<(over: boolean) => void>();
  let viewings = new WeakMap<object, Viewing>();
  let endRun: (() => void) | undefined;
  let cutter: Cutter | undefined;
  let idle: NodeJS.Timeout | undefined;
  let era = 0;
  let runs = 0;
  let sequence = 0;
  let timelineUs = 0;
  let leadUs = 0;
  let latest: Run | undefined;
  let newestAt = 0;
  let begun: readonly Begun[] = [];
  let held: readonly Held[] = [];
  let madeHeld = 0;
  let muxing: Promise<void> = Promise.resolve();
  let queued = 0;
  let queuedBytes = 0;
  /** Whether the draft before the next one to queue, or to publish, was lost: they do not carry on. */
  let dropped = false;
  let refused = false;

  function begin(): void {
    if (endRun !== undefined) return;
    let over = false;
    let unwatch: (() => void) | undefined;
    endRun = () => {
      over = true;
      unwatch?.();
      endRun = undefined;
    };
    const watch = (tracks: Tracks): void => {
      if (over) return;
      runs += 1;
      const number = runs;
      leadUs = leadOf(format, tracks.video);
      // A picture may stand still for so long before the first run.
      timelineUs = Math.max(timelineUs, leadUs);
      let replaying = true;
      const own = createCutter({
        stamp: feed.stamp,
        tracks,
        segmentSeconds: options.segmentSeconds,
        segmentBytes: limits.segment,
        startUs: timelineUs,
        resumes: runs > 1,
        onBegin: (first, run) => {
          begun = [
            ...begun.filter((one) => one.first.atUs > first.atUs - leadUs),
            { first, run, number },
          ];
          // Where a replay begins, what follows it is there at once: it is waited for.
          newestAt = options.now();
          if (!replaying) wakeWaiting(false);
        },
        onDraft: queue(number, () => replaying),
        onOversize: () => {
          begun = [];
          options.onOverloaded(feed);
        },
      });
      cutter = own;
      unwatch = feed.watch((unit: AccessUnit) => {
        if (over) return;
        const carriesOn = own.push(unit);
        timelineUs = own.endUs();
        if (!replaying) count();
        if (carriesOn) return;
        over = true;
        // Not within the call: the feed may still be replaying, and `unwatch` not be there yet.
        queueMicrotask(() => {
          unwatch?.();
          if (endRun !== end) return;
          endRun = undefined;
          begin();
        });
      });
      replaying = false;
      count();
      wakeWaiting(false);
    };
    const end = endRun;
    // Whoever asks waits for the first key picture here.
    feed.ready(Infinity).then(watch, () => {
      if (over) return;
      end();
      wakeWaiting(true);
    });
  }

  function queue(run: number, replays: () => boolean): (draft: Draft, common: Run) => void {
    const mine = era;
    return (draft, common) => {
      // What is replayed is in memory already, and comes once.
      if (queued >= mostWaiting && !replays()) {
        dropped = true;
        return;
      }
      const discontinuity = draft.discontinuity || dropped;
      const bytes = draft.video.reduce((sum, { unit }) => sum + bytesOf(unit), 0);
      dropped = false;
      queued += 1;
      queuedBytes += bytes;
      muxing = muxing
        .then(() => (mine === era ? muxSegment(draft, common, format) : undefined))
        .then((muxed) => {
          if (muxed === undefined || mine !== era) return;
          publish({ ...draft, discontinuity }, common, run, muxed);
        })
        .catch(() => {
          refused = true;
          tellForeign(draft);
        })
        .finally(() => {
          queued -= 1;
          queuedBytes -= bytes;
          count();
        });
    };
  }

  function tellForeign(draft: Draft): void {
    const found = foreignIn(draft);
    if (found !== undefined) options.onForeign({ expected: draft.stamp, found });
  }

  function segmentOf(
    draft: Draft,
    run: number,
    { body, init }: Muxed,
  ): Omit<Segment, 'name' | 'sequence'> {
    return {
      stamp: draft.stamp,
      heardAt: draft.heardAt,
      body,
      units: draft.video.length + draft.audio.filter(({ unit }) => unit !== undefined).length,
      startUs: draft.startUs,
      durationUs: draft.endUs - draft.startUs,
      independent: draft.independent,
      discontinuity: draft.discontinuity,
      wallMs: draft.wallMs,
      ...(init !== undefined && { init: { name: `i${run}.mp4`, body: init } }),
    };
  }

  const extension = format === 'ts' ? 'ts' : 'm4s';

  function publish(draft: Draft, run: Run, number: number, muxed: Muxed): void {
    sequence += 1;
    const made = segmentOf(draft, number, muxed);
    const discontinuity = made.discontinuity || refused;
    const fits = window.add({
      ...made,
      sequence,
      name: `s${sequence}.${extension}`,
      discontinuity,
    });
    if (!fits) options.onOverloaded(feed);
    refused = false;
    latest = run;
    newestAt = options.now();
    wakeWaiting(false);
  }

  /** Says how much is held. */
  function count(): void {
    const still = held.flatMap(({ segments }) => segments);
    const keys = begun.reduce((sum, { first }) => sum + bytesOf(first.unit), 0);
    share?.set(
      window.bytes() +
        still.reduce((sum, { body }) => sum + body.byteLength, 0) +
        keys +
        queuedBytes +
        (cutter?.bytes() ?? 0),
    );
  }

  /** Forgets every picture; what is filmed goes on being packaged. */
  function shed(): void {
    window.clear();
    begun = [];
    held = [];
    viewings = new WeakMap();
    count();
  }

  /** `over`: nothing more is to be waited for. */
  function wakeWaiting(over: boolean): void {
    for (const wakes of Array.from(waiting)) wakes(over);
  }

  /** Resolves with the next change; false where there will be none, or not by `untilMs`. */
  function change(untilMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (changed: boolean): void => {
        clearTimeout(timer);
        waiting.delete(wakes);
        resolve(changed);
      };
      const wakes = (over: boolean): void => settle(!over);
      const timer = setTimeout(() => settle(false), untilMs - performance.now());
      waiting.add(wakes);
    });
  }

  /** Where a display begins that comes now. */
  function startOf(since: number): { fromUs: number; begun?: Begun; leadUs: number } | undefined {
    const segments = window.listed(since);
    const last = segments.at(-1);
    const endUs = last === undefined ? -Infinity : last.startUs + last.durationUs;
    const edgeUs = Math.max(endUs, cutter?.edgeUs() ?? -Infinity);
    const starts = new Map<number, Begun | undefined>();
    for (const { startUs, independent } of segments)
      if (independent) starts.set(startUs, undefined);
    for (const one of begun) if (one.first.unit.heardAt >= since) starts.set(one.first.atUs, one);
    const leads = [...starts]
      .map(([fromUs, one]) => ({ fromUs, leadUs: edgeUs - fromUs, ...(one && { begun: one }) }))
      .filter((start) => start.leadUs <= oldestUs)
      .toSorted((a, b) => a.leadUs - b.leadUs);
    return leads.find((one) => one.leadUs >= leadUs && one.leadUs <= listUs) ?? leads[0];
  }

  /** Chooses where a display begins; waits for it where there is nothing yet. */
  async function openView(since: number): Promise<View | undefined> {
    const mine = era;
    const untilMs = performance.now() + options.waitMs;
    for (;;) {
      await muxing;
      if (mine !== era) return undefined;
      const start = startOf(since);
      if (start !== undefined) {
        const { fromUs } = start;
        const still = start.leadUs < leadUs ? await holdOf(start.begun, leadUs - start.leadUs) : [];
        const shown = shownOf(window, { since, fromUs });
        if (still.length + shown.length > 0) return viewOf({ since, fromUs, held: still }, shown);
      } else if (cutter !== undefined) cutter.hasten();
      // Where the camera did not answer, nobody packages.
      if (endRun === undefined || !(await change(untilMs))) return undefined;
    }
  }

  /** Segments in which the key picture stands still for so long; shared by those who come at about one time. */
  function holdOf(one: Begun | undefined, holdUs: number): Promise<readonly Segment[]> {
    if (one === undefined || holdUs < leastHoldUs) return Promise.resolve([]);
    const fromUs = one.first.atUs;
    const known = held.find(
      (other) =>
        other.fromUs === fromUs && other.holdUs >= holdUs && other.holdUs < holdUs + leastHoldUs,
    );
    if (known !== undefined) return known.made;
    madeHeld += 1;
    const segments: Segment[] = [];
    const made = makeHeld(one, holdUs, `h${madeHeld}`, segments);
    held = [...held, { fromUs, holdUs, segments, made }].slice(-mostHeld);
    return made;
  }

  async function makeHeld(
    { first, run, number }: Begun,
    holdUs: number,
    set: string,
    segments: Segment[],
  ): Promise<readonly Segment[]> {
    const mine = era;
    const present = shownOf(window, { since: -Infinity, fromUs: first.atUs }).length;
    const wanted = Math.max(1, firstSegments - present, Math.ceil(holdUs / 1_400_000));
    const fitting = Math.min(wanted, Math.floor(holdUs / leastHoldUs));
    const drafts = heldDrafts(first, run, holdUs, { stamp: feed.stamp, count: fitting });
    for (const [at, draft] of drafts.entries()) {
      const muxed = await muxSegment(draft, run, format).catch(() => undefined);
      if (muxed === undefined) tellForeign(draft);
      if (muxed === undefined || mine !== era) return [];
      const { wallMs: _, ...rest } = segmentOf(draft, number, muxed);
      // In each that has it the picture is there once, however often it is shown.
      const units = draft.independent ? 1 : 0;
      segments.push({ ...rest, units, sequence: -1, name: `${set}-${at + 1}.${extension}` });
    }
    latest = run;
    newestAt = options.now();
    count();
    return segments;
  }

  function viewingOf(name: string, since: number, viewer: object): Viewing {
    const known = viewings.get(viewer);
    // A player asks for the master playlist when it begins, and then no more.
    if (known !== undefined && known.since === since && name !== masterName) return known;
    const opened = { since, view: openView(since), numbering: { first: undefined } };
    viewings.set(viewer, opened);
    return opened;
  }

  async function playlist(
    name: string,
    since: number,
    viewer: object,
  ): Promise<string | undefined> {
    const viewing = viewingOf(name, since, viewer);
    const view = await viewing.view;
    const list = view && playlistOf(view, viewing.numbering, window);
    if (list === undefined || latest === undefined) {
      if (viewings.get(viewer) === viewing) viewings.delete(viewer);
      return undefined;
    }
    if (name === mediaName) return mediaPlaylist(list);
    const { width, height } = latest.tracks.video;
    const codecs = [videoCodec(latest), audioCodec(latest)];
    return masterPlaylist({ segments: list.segments, codecs, width, height });
  }

  function body(name: string) {
    const still = held.flatMap(({ segments }) => segments);
    return window.body(name) ?? still.map((one) => bodyIn(one, name)).find(Boolean);
  }

  function wake(): void {
    if (shift.closed) return;
    if (!shift.awake.has(packager)) {
      shift.awake.add(packager);
      newestAt = options.now();
      share = options.budget.share(feed, shed, () => feed.lane?.());
    }
    clearTimeout(idle);
    idle = setTimeout(stop, options.idleMs);
    begin();
  }

  function stop(): void {
    clearTimeout(idle);
    endRun?.();
    cutter = undefined;
    era += 1;
    shed();
    share?.close();
    wakeWaiting(true);
    shift.awake.delete(packager);
  }

  const packager: Packager = {
    wake,
    stop,
    async file(name, since, viewer = packager) {
      wake();
      if (options.now() - newestAt > staleMs) shed();
      if (name === masterName || name === mediaName) {
        const text = await playlist(name, since, viewer);
        if (text === undefined) return undefined;
        return {
          stamp: feed.stamp,
          heardAt: Infinity,
          body: Buffer.from(text),
          contentType: contentTypes.playlist,
          units: 0,
        };
      }
      const found = body(name);
      if (found === undefined || found.heardAt < since) return undefined;
      return {
        stamp: found.stamp,
        heardAt: found.heardAt,
        body: found.body,
        units: found.units,
        contentType: contentTypes[format],
      };
    },
  };
  return packager;
}
