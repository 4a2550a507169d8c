import type { AccessUnit } from '../../cameras/media.ts';
import type { VideoTrack } from '../../media/unit.ts';

/** A camera that sends fewer pictures than one in a second is slow. */
const slowUs = 1_000_000;
/** EXT-X-TARGETDURATION of a slow camera: pictures further apart do not belong to one run. */
const slowSeconds = 3;
/** How long to wait for a second picture, in milliseconds. */
const secondMs = 300;

/**
 * How long a camera's segments may be. EXT-X-TARGETDURATION must not change (RFC 8216 §6.2.1), so it has to be known
 * before the first playlist: by the camera's own word, or by how far apart its first two pictures are.
 */
export interface Pace {
  /** Takes up a track: what the camera says of itself is believed. */
  begin(track: Pick<VideoTrack, 'intervalUs'>): void;
  /** Takes the next unit. */
  see(unit: AccessUnit): void;
  /** Returns the least EXT-X-TARGETDURATION; undefined while it is not known. */
  targetSeconds(): number | undefined;
  /** Returns the longest segment that is no more than that when it is rounded (RFC 8216 §4.3.3.1), in microseconds. */
  longestUs(): number;
  /** Drops what was known. */
  clear(): void;
}

/** Makes a pace of which nothing is known yet. `onKnown` is called as soon as it is. */
export function createPace(segmentSeconds: number, onKnown: () => void): Pace {
  const usual = Math.max(1, Math.ceil(segmentSeconds));
  let target: number | undefined;
  let firstUs: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  function know(intervalUs: number): void {
    clearTimeout(timer);
    target = intervalUs > slowUs ? Math.max(usual, slowSeconds) : usual;
    onKnown();
  }

  return {
    begin({ intervalUs }) {
      if (target === undefined && intervalUs !== undefined) know(intervalUs);
    },
    see(unit) {
      if (target !== undefined || unit.kind !== 'video') return;
      if (firstUs !== undefined) return know(unit.timestampUs - firstUs);
      if (!unit.key) return;
      firstUs = unit.timestampUs;
      timer = setTimeout(() => know(Infinity), secondMs);
    },
    targetSeconds: () => target,
    longestUs: () => ((target ?? Math.max(usual, slowSeconds)) + 0.499) * 1e6,
    clear() {
      clearTimeout(timer);
      target = undefined;
      firstUs = undefined;
    },
  };
}
