import type { AccessUnit, Tracks } from '../../cameras/media.ts';
import type { Crossing } from '../../partitions/alarm.ts';
import type { Feed } from '../feed.ts';
import { createCutter } from './cutter.ts';
import type { Draft, Run } from './draft.ts';
import type { Hls } from './hls.ts';
import {
  audioCodec,
  foreignIn,
  type Muxed,
  muxSegment,
  type SegmentFormat,
  videoCodec,
} from './mux.ts';
import { masterName, masterPlaylist, mediaName, mediaPlaylist } from './playlist.ts';
import { createWindow } from './window.ts';

export interface PackagerOptions {
  readonly format: SegmentFormat;
  /** Length of a segment to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** How many segments the playlist lists. */
  readonly playlistLength: number;
  /** How long a playlist is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Packaging stops when nothing was asked for so long, in milliseconds. */
  readonly idleMs: number;
  /** Told when a segment was refused because a unit in it bore another camera's stamp. */
  readonly onForeign: (event: Crossing) => void;
  readonly now: () => number;
}

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
/** A window that has not moved for so long is no live picture any more, in milliseconds. */
const staleMs = 20_000;

/**
 * Packages one feed while somebody asks for it. It watches the feed and holds no lease: who holds
 * one asks for files, and when nobody has asked for `idleMs` it stops by itself. Segment numbers
 * go on through stops and gaps, so a name never means two things; where the pictures do not carry
 * on, the playlist says EXT-X-DISCONTINUITY.
 */
export function createPackager(feed: Feed, options: PackagerOptions, shift: Shift): Packager {
  const window = createWindow(options.playlistLength);
  const waiting = new Set<(over: boolean) => void>();
  let endRun: (() => void) | undefined;
  let hasten: (() => void) | undefined;
  let idle: NodeJS.Timeout | undefined;
  let era = 0;
  let runs = 0;
  let sequence = 0;
  let timelineUs = 0;
  let targetSeconds = Math.ceil(options.segmentSeconds);
  let latest: Run | undefined;
  let newestAt = 0;
  let muxing: Promise<void> = Promise.resolve();
  let queued = 0;
  /** Whether the draft before the next one to queue, or to publish, was lost: they do not carry on. */
  let dropped = false;
  let refused = false;

  function begin(): void {
    if (endRun !== undefined) return;
    const waitsSince = window.listed(-Infinity).length === 0 ? options.now() : undefined;
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
      const cutter = createCutter({
        stamp: feed.stamp,
        tracks,
        segmentSeconds: options.segmentSeconds,
        pieces: options.format === 'ts',
        startUs: timelineUs,
        resumes: runs > 1,
        ...(waitsSince !== undefined && { waitsSince }),
        onDraft: queue(runs),
      });
      hasten = () => cutter.hasten();
      unwatch = feed.watch((unit: AccessUnit) => {
        if (over) return;
        const carriesOn = cutter.push(unit);
        timelineUs = cutter.endUs();
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
      cutter.live();
    };
    const end = endRun;
    // Whoever asks waits for the first key picture here.
    feed.ready(Infinity).then(watch, () => {
      if (over) return;
      end();
      wakeWaiting(true);
    });
  }

  function queue(run: number): (draft: Draft, common: Run) => void {
    const mine = era;
    return (draft, common) => {
      if (queued >= mostWaiting) {
        dropped = true;
        return;
      }
      const discontinuity = draft.discontinuity || dropped;
      dropped = false;
      queued += 1;
      muxing = muxing
        .then(() => (mine === era ? muxSegment(draft, common, options.format) : undefined))
        .then((muxed) => {
          if (muxed === undefined || mine !== era) return;
          publish({ ...draft, discontinuity }, common, run, muxed);
        })
        .catch(() => {
          refused = true;
          const found = foreignIn(draft);
          if (found !== undefined) options.onForeign({ expected: draft.stamp, found });
        })
        .finally(() => {
          queued -= 1;
        });
    };
  }

  function publish(draft: Draft, run: Run, number: number, { body, init }: Muxed): void {
    sequence += 1;
    const durationUs = draft.endUs - draft.startUs;
    targetSeconds = Math.max(targetSeconds, Math.round(durationUs / 1_000_000));
    window.add({
      stamp: draft.stamp,
      heardAt: draft.heardAt,
      sequence,
      name: `s${sequence}.${options.format === 'ts' ? 'ts' : 'm4s'}`,
      body,
      units: draft.video.length + draft.audio.filter(({ unit }) => unit !== undefined).length,
      durationUs,
      independent: draft.independent,
      discontinuity: draft.discontinuity || refused,
      wallMs: draft.wallMs,
      ...(init !== undefined && { init: { name: `i${number}.mp4`, body: init } }),
    });
    refused = false;
    latest = run;
    newestAt = options.now();
    wakeWaiting(false);
  }

  /** `over`: nothing more is to be waited for. */
  function wakeWaiting(over: boolean): void {
    for (const wakes of Array.from(waiting)) wakes(over);
  }

  /** Resolves with the first segment since then, a refusal, or the time limit, whichever comes first. */
  async function somethingListed(since: number): Promise<void> {
    const isListed = (): boolean => window.listed(since).length > 0;
    if (isListed()) return;
    // Where there are pictures, but none for this display, the next GOP is not waited for to its end.
    if (window.listed(-Infinity).length > 0) hasten?.();
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        waiting.delete(wakes);
        resolve();
      };
      const wakes = (over: boolean): void => {
        if (over || isListed()) settle();
        else hasten?.();
      };
      const timer = setTimeout(settle, options.waitMs);
      waiting.add(wakes);
    });
  }

  function wake(): void {
    if (shift.closed) return;
    shift.awake.add(packager);
    clearTimeout(idle);
    idle = setTimeout(stop, options.idleMs);
    begin();
  }

  function stop(): void {
    clearTimeout(idle);
    endRun?.();
    era += 1;
    window.clear();
    wakeWaiting(true);
    shift.awake.delete(packager);
  }

  function playlist(name: string, since: number): string | undefined {
    const segments = window.listed(since);
    if (segments.length === 0 || latest === undefined) return undefined;
    if (name === mediaName) {
      return mediaPlaylist({
        segments,
        discontinuities: window.discontinuities(segments),
        targetSeconds,
      });
    }
    const { width, height } = latest.tracks.video;
    const codecs = [videoCodec(latest), audioCodec(latest)];
    return masterPlaylist({ segments, codecs, width, height });
  }

  const packager: Packager = {
    wake,
    stop,
    async file(name, since) {
      wake();
      if (options.now() - newestAt > staleMs) window.clear();
      if (name === masterName || name === mediaName) {
        await somethingListed(since);
        const text = playlist(name, since);
        if (text === undefined) return undefined;
        return {
          stamp: feed.stamp,
          heardAt: Infinity,
          body: Buffer.from(text),
          contentType: contentTypes.playlist,
          units: 0,
        };
      }
      const found = window.body(name);
      if (found === undefined || found.heardAt < since) return undefined;
      const { stamp, heardAt, body, units } = found;
      return { stamp, heardAt, body, units, contentType: contentTypes[options.format] };
    },
  };
  return packager;
}
