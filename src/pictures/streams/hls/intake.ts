import type { AccessUnit } from '../../cameras/media.ts';
import type { Tracks } from '../../media/unit.ts';
import type { Feed } from '../feed.ts';
import { createCutter, type Cutter } from './cutter.ts';
import type { Draft, Run } from './draft.ts';
import { leadOf } from './lead.ts';
import type { SegmentFormat } from './mux.ts';
import { createPace } from './pace.ts';
import type { Begun } from './starts.ts';

export interface IntakeOptions {
  readonly format: SegmentFormat;
  /** Length of a segment to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** How much one segment may hold. */
  readonly segmentBytes: number;
  /** Called for each key picture that begins a segment. After one that is `replayed` more comes at once. */
  readonly onBegin: (begun: Begun, replayed: boolean) => void;
  readonly onDraft: (draft: Draft, run: Run, number: number, replayed: boolean) => void;
  /** Called when a segment was dropped because it outgrew its bytes. */
  readonly onOversize: () => void;
  /** Called for each unit. */
  readonly onUnit: () => void;
  /** Called when a run ends: how far its last picture is from the one with which the next begins, in microseconds. */
  readonly onPause: (pausedUs: number) => void;
  /** Called when a player may have less to wait for; `over` if the camera does not answer. */
  readonly onChange: (over: boolean) => void;
}

/** Cuts what a feed sends into drafts of segments on one timeline: run after run. */
export interface Intake {
  /** Begins if it has not begun. */
  begin(): void;
  /** Stops watching; it may begin again, and then goes on with the timeline. Idempotent. */
  stop(): void;
  /** Whether it watches, or is about to. */
  active(): boolean;
  /** Begins a segment with the next key picture: somebody waits for it. */
  hasten(): void;
  /** Drops what was not given away yet; it goes on with the next key picture. */
  letGo(): void;
  /** Returns the least EXT-X-TARGETDURATION; undefined while it is not known. */
  targetSeconds(): number | undefined;
  /** Returns how much a player has in hand when it begins, in microseconds. */
  leadUs(): number;
  /** Returns where the newest picture stands on the timeline; undefined before the first. */
  edgeUs(): number | undefined;
  /** Returns how much is held and not given away yet. */
  bytes(): number;
}

/** Makes an intake that watches nothing yet. */
export function createIntake(feed: Feed, options: IntakeOptions): Intake {
  let endRun: (() => void) | undefined;
  let cutter: Cutter | undefined;
  let runs = 0;
  let timelineUs = 0;
  let leadUs = 0;
  const pace = createPace(options.segmentSeconds, () => options.onChange(false));

  function begin(): void {
    if (endRun !== undefined) return;
    let over = false;
    let unwatch: (() => void) | undefined;
    const end = (): void => {
      over = true;
      unwatch?.();
      endRun = undefined;
    };
    endRun = end;
    const watch = (tracks: Tracks): void => {
      if (over) return;
      runs += 1;
      const number = runs;
      pace.begin(tracks.video);
      leadUs = leadOf(options.format, tracks.video);
      // A picture may stand still for so long before the first run.
      timelineUs = Math.max(timelineUs, leadUs);
      let replayed = true;
      const own = createCutter({
        stamp: feed.stamp,
        tracks,
        segmentSeconds: options.segmentSeconds,
        longestUs: () => pace.longestUs(),
        segmentBytes: options.segmentBytes,
        startUs: timelineUs,
        resumes: runs > 1,
        onBegin: (first, run) => options.onBegin({ first, run, number }, replayed),
        onDraft: (draft, run) => options.onDraft(draft, run, number, replayed),
        onOversize: options.onOversize,
      });
      cutter = own;
      unwatch = feed.watch((unit: AccessUnit) => {
        if (over) return;
        pace.see(unit);
        const carriesOn = own.push(unit);
        timelineUs = own.endUs();
        if (!replayed) options.onUnit();
        if (carriesOn) return;
        over = true;
        options.onPause(unit.timestampUs - (own.newestUs() ?? unit.timestampUs));
        // Not within the call: the feed may still be replaying, and `unwatch` not be there yet.
        queueMicrotask(() => {
          unwatch?.();
          if (endRun !== end) return;
          endRun = undefined;
          begin();
        });
      });
      replayed = false;
      options.onUnit();
      options.onChange(false);
    };
    // Requests wait for the first key picture here.
    feed.ready(Infinity).then(watch, () => {
      if (over) return;
      end();
      options.onChange(true);
    });
  }

  return {
    begin,
    stop() {
      endRun?.();
      cutter = undefined;
      pace.clear();
    },
    active: () => endRun !== undefined,
    hasten: () => cutter?.hasten(),
    letGo: () => cutter?.letGo(),
    targetSeconds: () => pace.targetSeconds(),
    leadUs: () => leadUs,
    edgeUs: () => cutter?.edgeUs(),
    bytes: () => cutter?.bytes() ?? 0,
  };
}
