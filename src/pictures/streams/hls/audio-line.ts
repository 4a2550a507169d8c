import type { AudioUnit } from '../../cameras/media.ts';
import type { AacTrack, AudioTrack, Tracks } from '../../media/unit.ts';
import type { TimedAudio } from './draft.ts';
import { silentFrame, silentTrack } from '../../media/aac/silence.ts';
import { frameUs, passesThrough } from '../../media/aac/track.ts';

/** How far a camera's sound may trail its pictures before silence takes its place. */
const maxTrailUs = 500_000;
/** Pauses of a camera's sound are shorter than this: sound that is further ahead has a wrong time. */
const longestHoleUs = 10_000_000;

/** The sound of one run: the camera's AAC, and silence while it has none. */
export interface AudioLine {
  readonly track: AacTrack;
  /** Whether a unit is of the camera's sound as it was when the line began. */
  isOwn(unit: AudioUnit): boolean;
  /** Takes a unit at its place on the timeline; skips what is not AAC, or overlaps. */
  push(unit: AudioUnit, atUs: number): void;
  /** Returns everything before `endUs`; sound that is ahead of the pictures waits for the next segment. */
  take(endUs: number): TimedAudio[];
  /** Drops what waits and ends after `atUs`: what comes next may begin there. */
  cutBack(atUs: number): void;
  /** Drops what waits. */
  clear(): void;
}

/** Starts a line at `startUs` of the stream's timeline. */
export function createAudioLine(tracks: Tracks, startUs: number): AudioLine {
  const own =
    tracks.audio?.codec === 'aac' && passesThrough(tracks.audio) ? tracks.audio : undefined;
  const track = own ?? silentTrack;
  const lengthUs = frameUs(track);
  const silence = silentFrame(track.channels);
  let known = tracks.audio;
  let pending: TimedAudio[] = [];
  /** Where the sound already given or waiting ends: nothing may begin before it. */
  let reachedUs = startUs;
  /**
   * No frame is placed before this: the run before, or a picture that is shown for longer, may have sound up
   * to here.
   */
  let floorUs = startUs;
  /** Silence is counted in frames from here, so that rounding never adds up. */
  let anchorUs = startUs;
  let frames = 0;

  function fill(untilUs: number): void {
    if (silence === undefined) return;
    while (anchorUs + frames * lengthUs < untilUs) {
      pending.push({ data: silence, atUs: anchorUs + frames * lengthUs });
      frames += 1;
    }
    reachedUs = anchorUs + frames * lengthUs;
  }

  return {
    track,

    isOwn(unit) {
      if (unit.track === known) return true;
      if (!sameSound(unit.track, known)) return false;
      known = unit.track;
      return true;
    },

    push(unit, atUs) {
      // Half a frame of tolerance: clocks that wobble do not lose frames.
      if (own === undefined || atUs < reachedUs - lengthUs / 2) return;
      const placeUs = Math.max(atUs, floorUs);
      // A player stalls at a hole; a single missing frame is none.
      const holeUs = placeUs - reachedUs;
      if (holeUs > lengthUs * 1.5 && holeUs < longestHoleUs) fill(placeUs - lengthUs / 2);
      pending.push({ unit, data: unit.data, atUs: placeUs });
      reachedUs = placeUs + lengthUs;
      anchorUs = reachedUs;
      frames = 0;
    },

    take(endUs) {
      const due = pending.some(({ atUs }) => atUs < endUs);
      if (own === undefined || !due || reachedUs < endUs - maxTrailUs) fill(endUs);
      const taken = pending.filter(({ atUs }) => atUs < endUs);
      pending = pending.filter(({ atUs }) => atUs >= endUs);
      return taken;
    },

    cutBack(atUs) {
      pending = pending.filter((one) => one.atUs + lengthUs <= atUs);
      reachedUs = Math.min(reachedUs, atUs);
      floorUs = Math.max(floorUs, reachedUs);
      if (anchorUs > atUs) {
        anchorUs = atUs;
        frames = 0;
      }
    },

    clear() {
      pending = [];
    },
  };
}

function sameSound(one: AudioTrack, other: AudioTrack | undefined): boolean {
  if (other === undefined || one.codec !== other.codec) return false;
  if (one.codec !== 'aac' || other.codec !== 'aac') return true;
  return Buffer.compare(one.config, other.config) === 0;
}
