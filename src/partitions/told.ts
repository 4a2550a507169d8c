/**
 * What was told last of a camera, so that the same is told once only, until the camera answers again or its
 * operator changes its row (a repin, another address): what goes on after that is told anew.
 */
import type { CameraId } from '../identity/ids.ts';
import type { PinnedLine } from '../storage/pins.ts';

export interface Told {
  /** Does what concerns one camera one after the other. */
  inTurn<Value>(camera: CameraId, work: () => Promise<Value>): Promise<Value>;
  /**
   * Whether `what` was not the last that was told; it is from now on. `opening`: the number in the camera's row
   * (see MappedCamera), where it could be asked.
   */
  isNew(camera: CameraId, line: PinnedLine, what: string, opening: number | undefined): boolean;
  /** The camera was opened anew by what was told, and not by its operator. */
  openedAnew(camera: CameraId): void;
  /** Whether nothing but what was told has had the camera opened anew from `from` to `opening`. */
  leads(camera: CameraId, from: number, opening: number): boolean;
  /** It answers again, or what was told could not be written down. */
  forget(camera: CameraId, line: PinnedLine): void;
}

interface OfCamera {
  readonly lines: Map<PinnedLine, string>;
  opening: number | undefined;
  /** From which number on only what was told has had it opened anew. */
  since: number | undefined;
}

export function createTold(): Told {
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
    isNew(camera, line, what, opening) {
      const known = cameras.get(camera) ?? { lines: new Map(), opening, since: opening };
      cameras.set(camera, known);
      if (opening !== undefined && known.opening !== opening) {
        if (known.opening !== undefined) known.lines.clear();
        [known.opening, known.since] = [opening, opening];
      }
      if (known.lines.get(line) === what) return false;
      known.lines.set(line, what);
      return true;
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
