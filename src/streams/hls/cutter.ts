import type { AccessUnit, Tracks, VideoUnit } from '../../cameras/media.ts';
import type { Stamp } from '../../partitions/stamp.ts';
import { createAudioLine } from './audio-line.ts';
import type { Draft, Run, TimedVideo } from './draft.ts';

/** Of a segment's length: how much of one is enough at a key picture. */
const enough = 0.7;
/** Of a segment's length: the first piece. A GOP of one segment is let come to its end. */
const firstPiece = 1.1;
/** The same where a display has waited already: the picture sooner, at the price of a short halt. */
const hastyPiece = 0.4;
/** A first key picture that is so late, in milliseconds, leaves no time for a whole segment. */
const lateMs = 500;
/** One that is so old comes from a camera that was open: its display expects it warm. */
const warmMs = 200;
/** A GOP longer than this is cut all the same or, without pieces, let go: memory stays bounded. */
const longestUs = 10_000_000;
/** Pictures further apart than this do not belong to one unbroken run. */
const gapUs = 3_000_000;
/** How long a last picture lasts where nothing tells. */
const pictureUs = 40_000;

export interface CutterOptions {
  readonly stamp: Stamp;
  readonly tracks: Tracks;
  /** Length to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** Where on the stream's timeline this run begins, in microseconds. */
  readonly startUs: number;
  /** Whether a segment may begin without a key picture. */
  readonly pieces: boolean;
  /** Whether something was published before this run. */
  readonly resumes: boolean;
  /** Since when somebody waits for a first segment, in milliseconds since 1970. */
  readonly waitsSince?: number;
  readonly onDraft: (draft: Draft, run: Run) => void;
}

/** Cuts one unbroken run of units into drafts of segments. */
export interface Cutter {
  /**
   * Takes the next unit. False where it cannot belong to this run (a gap, time running backwards,
   * other parameter sets): the cutter is then done, its rest flushed, and a new run must begin.
   */
  push(unit: AccessUnit): boolean;
  /** Gives the next GOP away in pieces: somebody waits for it. */
  hasten(): void;
  /** Ends the replay of the GOP buffer: only what comes after may cut the first piece. */
  live(): void;
  /** Gives away what is left. */
  flush(): void;
  /** Where on the timeline the next run may begin. */
  endUs(): number;
}

/**
 * Segments begin with key pictures, but for two cases, where `pieces` allows them. The first GOP of
 * a run is given away in pieces as it comes, the first of them short, so that the first picture
 * shows without waiting for a second key picture; and a GOP of more than 10 s is cut.
 */
export function createCutter(options: CutterOptions): Cutter {
  const lengthUs = options.segmentSeconds * 1_000_000;
  const sound = createAudioLine(options.tracks, options.startUs);
  let run: Run | undefined;
  let pps: Uint8Array | undefined;
  let originUs = 0;
  let pieceUs = lengthUs * firstPiece;
  let video: TimedVideo[] = [];
  let firstGop = true;
  /** Whether a piece is the first of its GOP's. */
  let begins = true;
  let hasty = false;
  let cuts = 0;
  let replaying = true;
  /** After a gap nothing but a key picture may follow. */
  let broken = false;
  let previous: VideoUnit | undefined;
  let reachedUs = options.startUs;

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
    cuts += 1;
    begins = false;
    reachedUs = endUs;
  }

  function isDue(unit: VideoUnit, atUs: number): boolean {
    const first = video[0];
    if (first === undefined) return false;
    const spanUs = atUs - first.atUs;
    if (unit.key) return spanUs >= lengthUs * enough || !first.unit.key || cuts === 0;
    if (!options.pieces) return false;
    if (firstGop && !replaying) return spanUs >= (begins ? pieceUs : lengthUs);
    return spanUs >= longestUs;
  }

  function flush(): void {
    const last = video.at(-1);
    if (last === undefined) return;
    const before = video.at(-2);
    cut(last.atUs + (before === undefined ? pictureUs : last.atUs - before.atUs));
  }

  return {
    push(unit) {
      if (unit.kind === 'audio') {
        if (run !== undefined && unit.timestampUs >= originUs) sound.push(unit, place(unit));
        return true;
      }
      if (run === undefined) {
        if (!unit.key) return true;
        const sps = unit.nals[0] ?? options.tracks.video.sps;
        run = { tracks: options.tracks, sps, audio: sound.track };
        pps = unit.nals[1];
        originUs = unit.timestampUs;
        const waitedMs = unit.arrivedAt - (options.waitsSince ?? unit.arrivedAt);
        if (waitedMs < -warmMs || waitedMs > lateMs) pieceUs = lengthUs * hastyPiece;
      } else if (previous !== undefined) {
        const step = unit.timestampUs - previous.timestampUs;
        broken ||= step > gapUs || step <= 0;
        if (broken && !unit.key) return true;
        if (broken || (unit.key && !sameSets(unit, run.sps, pps))) {
          flush();
          return false;
        }
      }
      const atUs = place(unit);
      if (!options.pieces && !unit.key && atUs - (video[0]?.atUs ?? atUs) >= longestUs) {
        video = [];
        broken = true;
        return true;
      }
      if (isDue(unit, atUs)) cut(atUs);
      if (unit.key && previous !== undefined) {
        firstGop = hasty;
        begins = hasty;
        if (hasty) pieceUs = lengthUs * hastyPiece;
        hasty = false;
      }
      const laterUs = (unit.displayUs ?? unit.timestampUs) - unit.timestampUs;
      video.push({ unit, atUs, ...(laterUs > 0 && { shownUs: atUs + laterUs }) });
      previous = unit;
      return true;
    },
    hasten() {
      hasty = true;
    },
    live() {
      replaying = false;
    },
    flush,
    endUs: () => reachedUs,
  };
}

function sameSets(key: VideoUnit, sps: Uint8Array, pps: Uint8Array | undefined): boolean {
  const [nextSps, nextPps] = key.nals;
  if (nextSps === undefined || nextPps === undefined || pps === undefined) return true;
  return Buffer.compare(nextSps, sps) === 0 && Buffer.compare(nextPps, pps) === 0;
}
