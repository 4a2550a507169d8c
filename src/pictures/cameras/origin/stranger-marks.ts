/**
 * Decides when it is written down that no other camera answers any more: at once, but for one line of a
 * camera only once a minute. If the right camera and another answer by turns, each change would cost a write
 * otherwise.
 */
import type { CameraId, PinnedLine } from '../../../wall/partitions/origin-port.ts';

export interface StrangerMarks {
  /** Another camera answers: cancels what waits. */
  strangerAnswered(camera: CameraId, line: PinnedLine): void;
  /**
   * Whether it may be written down now; if not, `again` is called within a minute, unless another camera answers
   * before.
   */
  mayTakeBack(camera: CameraId, line: PinnedLine, again: () => void): boolean;
}

/** Calls `work` once after so many milliseconds. */
export type Later = (work: () => void, ms: number) => void;

const takeBackIntervalMs = 60_000;

const usualLater: Later = (work, ms) => void setTimeout(work, ms).unref();

/** Returns the decision, which is kept in memory only; `later` is what waits for the minute. */
export function createStrangerMarks(later: Later = usualLater): StrangerMarks {
  /** Those that were taken back within the last minute, and what waits for its end. */
  const lately = new Map<string, { again: (() => void) | undefined }>();
  const nameOf = (camera: CameraId, line: PinnedLine): string => `${camera} ${line}`;

  return {
    strangerAnswered(camera, line) {
      const mark = lately.get(nameOf(camera, line));
      if (mark !== undefined) mark.again = undefined;
    },
    mayTakeBack(camera, line, again) {
      const name = nameOf(camera, line);
      const known = lately.get(name);
      if (known !== undefined) {
        known.again = again;
        return false;
      }
      const mark: { again: (() => void) | undefined } = { again: undefined };
      lately.set(name, mark);
      later(() => {
        lately.delete(name);
        mark.again?.();
      }, takeBackIntervalMs);
      return true;
    },
  };
}
