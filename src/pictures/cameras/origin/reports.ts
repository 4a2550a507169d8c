/**
 * What was reported last of a camera, so that the same is reported only once, until the camera answers again
 * or its operator changes its row (a repin, another address): if it goes on after that, it is reported anew.
 * A camera that says something else each time is reported now and then, with how often it was not.
 */
import type { CameraId, PinnedLine } from '../../../wall/partitions/origin-port.ts';

export interface Reports {
  /** Runs work on one camera one after the other. */
  inTurn<Value>(camera: CameraId, work: () => Promise<Value>): Promise<Value>;
  /**
   * Whether `what` must be reported: not if it was the last, or if too much was within the last minutes. If
   * so, it is the last from now on. Returns how often something was held back since, or undefined if it must
   * not be reported. `opening`: the number in the camera's row (see MappedCamera), if it could be read.
   */
  news(
    camera: CameraId,
    line: PinnedLine,
    what: string,
    opening: number | undefined,
  ): number | undefined;
  /** The camera was opened anew because of a report, and not by its operator. */
  openedAnew(camera: CameraId): void;
  /** Whether only reports have made the camera be opened anew from `from` to `opening`. */
  leads(camera: CameraId, from: number, opening: number): boolean;
  /** It answers again, or the report could not be written down. */
  forget(camera: CameraId, line: PinnedLine): void;
}

/** How many reports about one line of a camera are made in so many milliseconds. */
const maxReports = 2;
export const quietMs = 600_000;

interface OfLine {
  /** The last one stands at the end. */
  readonly reported: readonly { readonly what: string; readonly at: number }[];
  heldBack: number;
}

interface OfCamera {
  readonly lines: Map<PinnedLine, OfLine>;
  opening: number | undefined;
  /** The number since which only reports have made it be opened anew. */
  since: number | undefined;
}

/** `clock`: monotonic milliseconds. */
export function createReports(clock: () => number): Reports {
  const cameras = new Map<CameraId, OfCamera>();
  const turns = new Map<CameraId, Promise<unknown>>();

  return {
    inTurn(camera, work) {
      const turn = (turns.get(camera) ?? Promise.resolve()).then(work);
      const over = turn
        .catch(() => undefined)
        .then(() => {
          if (turns.get(camera) === over) turns.delete(camera);
        });
      turns.set(camera, over);
      return turn;
    },
    news(camera, line, what, opening) {
      const known = cameras.get(camera) ?? { lines: new Map(), opening, since: opening };
      cameras.set(camera, known);
      if (opening !== undefined && known.opening !== opening) {
        if (known.opening !== undefined) known.lines.clear();
        [known.opening, known.since] = [opening, opening];
      }
      const ofLine: OfLine = known.lines.get(line) ?? { reported: [], heldBack: 0 };
      if (ofLine.reported.at(-1)?.what === what) return undefined;
      const lately = ofLine.reported.filter(({ at }) => clock() - at < quietMs);
      if (lately.length >= maxReports) {
        ofLine.heldBack += 1;
        return undefined;
      }
      known.lines.set(line, { reported: [...lately, { what, at: clock() }], heldBack: 0 });
      return ofLine.heldBack;
    },
    openedAnew(camera) {
      const known = cameras.get(camera);
      if (known?.opening !== undefined) known.opening += 1;
    },
    leads(camera, from, opening) {
      if (from === opening) return true;
      const known = cameras.get(camera);
      return known?.since !== undefined && known.opening === opening && from >= known.since;
    },
    forget(camera, line) {
      const known = cameras.get(camera);
      known?.lines.delete(line);
      if (known?.lines.size === 0) cameras.delete(camera);
    },
  };
}
