import type { AccessUnit, VideoUnit } from '../../cameras/media.ts';
import { bytesOf } from '../../media/unit-bytes.ts';
import { createAudioLine } from './audio-line.ts';
import type { CutterOptions } from './cutter-options.ts';
import type { Run, TimedVideo } from './draft.ts';
import { runOf, sameSets } from './run-of.ts';
import { isParameterSet } from '../../media/h264/nal.ts';

/** The share of a segment's length that is enough at a key picture. */
const enough = 0.7;
/** Pictures further apart than this do not belong to one unbroken run. */
const gapUs = 3_000_000;
/** How long a last picture lasts if nothing says. */
const pictureUs = 40_000;
/** How many parameter sets that came within a GOP are repeated if a segment begins within it. */
const maxSets = 16;
/** How long nothing is taken after a segment that was too large. */
const restUs = 2_000_000;

/** Cuts one unbroken run of units into drafts of segments. */
export interface Cutter {
  /**
   * Takes the next unit. Returns false if it cannot belong to this run (a gap, time running backwards, other
   * parameter sets, sound of another kind before it): the cutter is then done, its rest flushed, and a new
   * run must begin.
   */
  push(unit: AccessUnit): boolean;
  /** Begins a segment with the next key picture, however short the one before: somebody waits for it. */
  hasten(): void;
  /** Gives away what is left. */
  flush(): void;
  /** Drops what is left: the run ends with the next key picture. */
  letGo(): void;
  /** Returns where on the timeline the next run may begin. */
  endUs(): number;
  /** Returns where on the timeline the newest picture stands; undefined before the first. */
  edgeUs(): number | undefined;
  /** Returns when that is by the source's clock. */
  newestUs(): number | undefined;
  /** Returns how much is held and not given away yet. */
  bytes(): number;
}

/**
 * Makes a cutter of coded units into segments. A segment ends with a key picture, or when it has its length.
 * Segments that begin without a key picture let a player go on during a long key picture interval.
 */
export function createCutter(options: CutterOptions): Cutter {
  const lengthUs = options.segmentSeconds * 1_000_000;
  const sound = createAudioLine(options.tracks, options.startUs);
  let run: Run | undefined;
  let originUs = 0;
  let video: TimedVideo[] = [];
  /** Parameter sets since the last key picture, and those of them from before the segment. */
  let added: readonly Uint8Array[] = [];
  let sets: readonly Uint8Array[] = [];
  let bytes = 0;
  let hasty = false;
  let cuts = 0;
  /** After a gap only a key picture may follow. */
  let broken = false;
  /** The sound that the camera sends is not the run's: the next key picture begins another run. */
  let outdated = false;
  let restsUntilUs = -Infinity;
  let previous: VideoUnit | undefined;
  /** When the last of the pictures so far is shown, on the source's clock. */
  let latestUs = -Infinity;
  let reachedUs = options.startUs;
  /** Where the last key picture stands, and how far it was from the one before. */
  let keyUs: number | undefined;
  let keyStepUs = Infinity;

  const place = (unit: AccessUnit): number => unit.timestampUs - originUs + options.startUs;

  function cut(endUs: number): void {
    const first = video[0];
    if (run === undefined || first === undefined) return;
    const audio = sound.take(endUs);
    const oldest = Math.min(
      ...video.map(({ unit }) => unit.heardAt),
      ...audio.map(({ unit }) => unit?.heardAt ?? Infinity),
    );
    options.onDraft(
      {
        stamp: options.stamp,
        video,
        sets,
        audio,
        startUs: first.atUs,
        endUs,
        independent: first.unit.key,
        discontinuity: options.resumes && cuts === 0,
        wallMs: first.unit.arrivedAt,
        heardAt: oldest,
      },
      run,
    );
    video = [];
    bytes = 0;
    cuts += 1;
    reachedUs = endUs;
  }

  function isDue(unit: VideoUnit, atUs: number): boolean {
    const first = video[0];
    if (first === undefined) return false;
    const spanUs = atUs - first.atUs;
    // Not between a picture and one that is shown before it: MP4 takes no segment that begins before the last one's end.
    if (!unit.key) return spanUs >= lengthUs && shownAt(unit) > latestUs && !endsSoon(spanUs, atUs);
    return spanUs >= lengthUs * enough || !first.unit.key || hasty;
  }

  /**
   * Whether a key picture is due so soon that everything until then goes with this segment: it would be a
   * short one.
   */
  function endsSoon(spanUs: number, atUs: number): boolean {
    const shortUs = lengthUs * (1 - enough);
    const dueUs = (keyUs ?? atUs) + keyStepUs - atUs;
    return Math.abs(dueUs) < shortUs && spanUs < Math.min(lengthUs + shortUs, options.longestUs());
  }

  function flush(): void {
    const last = video.at(-1);
    if (last === undefined) return;
    const before = video.at(-2);
    const endUs = last.atUs + (before === undefined ? pictureUs : last.atUs - before.atUs);
    cut(Math.min(endUs, longestEndUs()));
  }

  /** Returns when the segment under way must have ended. */
  const longestEndUs = (): number => (video[0]?.atUs ?? Infinity) + options.longestUs();

  /**
   * Makes sure that the picture comes early enough for the segment under way. The last one before it may
   * begin a segment of its own; if the camera paused for longer than that, the pause is shortened on the
   * stream's timeline.
   */
  function fitIn(unit: VideoUnit): void {
    const last = video.at(-1);
    if (last === undefined || place(unit) <= longestEndUs()) return;
    const inOrder = video.slice(0, -1).every((one) => shownUs(one) < shownUs(last));
    if (video.length > 1 && inOrder) {
      video.pop();
      cut(last.atUs);
      bytes = bytesOf(last.unit);
      begin(last);
    }
    const overUs = place(unit) - longestEndUs();
    if (overUs <= 0) return;
    originUs += overUs;
    // The sound in the rest of the pause.
    sound.cutBack(longestEndUs());
  }

  function letGo(): void {
    video = [];
    sound.clear();
    bytes = 0;
    broken = true;
  }

  /** Whether it still fits into its segment; if not, the segment and what follows is dropped. */
  function fits(unit: AccessUnit): boolean {
    bytes += bytesOf(unit);
    if (bytes <= options.segmentBytes) return true;
    letGo();
    restsUntilUs = unit.timestampUs + restUs;
    options.onOversize();
    return false;
  }

  /** Takes the picture up, as the first of a segment if none is under way. */
  function begin(placed: TimedVideo): void {
    const { key, nals } = placed.unit;
    if (key) added = [];
    if (video.length === 0) sets = added;
    // So many PPS may there be at a time; of more the last count.
    if (!key && nals.some(isParameterSet)) {
      added = [...added, ...nals.filter(isParameterSet)].slice(-maxSets);
    }
    video.push(placed);
    if (run === undefined || !placed.unit.key || video.length > 1) return;
    hasty = false;
    options.onBegin(placed, run);
  }

  function pushVideo(unit: VideoUnit): boolean {
    if (run === undefined) {
      if (!unit.key) return true;
      run = runOf(unit, options.tracks, sound.track);
      originUs = unit.timestampUs;
    } else if (previous !== undefined) {
      const step = unit.timestampUs - previous.timestampUs;
      broken ||= step > gapUs || step <= 0;
      if (broken && (!unit.key || unit.timestampUs < restsUntilUs)) return true;
      if (broken || (unit.key && (outdated || !sameSets(unit, run)))) {
        flush();
        return false;
      }
    }
    fitIn(unit);
    const atUs = place(unit);
    if (isDue(unit, atUs)) cut(atUs);
    if (unit.key) {
      keyStepUs = keyUs === undefined ? Infinity : atUs - keyUs;
      keyUs = atUs;
    }
    previous = unit;
    latestUs = Math.max(latestUs, shownAt(unit));
    if (!fits(unit)) return true;
    const laterUs = shownAt(unit) - unit.timestampUs;
    begin({ unit, atUs, ...(laterUs > 0 && { shownUs: atUs + laterUs }) });
    return true;
  }

  return {
    push(unit) {
      if (unit.kind === 'video') return pushVideo(unit);
      if (run === undefined || broken || unit.timestampUs < originUs) return true;
      outdated ||= !sound.isOwn(unit);
      if (!outdated && fits(unit)) sound.push(unit, place(unit));
      return true;
    },
    hasten() {
      hasty = true;
    },
    flush,
    letGo,
    endUs: () => reachedUs,
    newestUs: () => previous?.timestampUs,
    edgeUs: () => (previous === undefined ? undefined : place(previous)),
    bytes: () => bytes,
  };
}

/** Microseconds of the source's clock. */
const shownAt = ({ displayUs, timestampUs }: VideoUnit): number => displayUs ?? timestampUs;

const shownUs = (one: TimedVideo): number => one.shownUs ?? one.atUs;
