/**
 * Whose camera it was that answered, where it was not the one that was meant: for slips that nobody
 * noticed at the time. Compared is what the lines of the record and the pins of today say.
 */
import type { CameraId } from '../identity/ids.ts';
import type { Delivered } from './told.ts';

/** By what a camera is recognised now. */
export interface PinnedNow {
  readonly camera: CameraId;
  /** Hash of its pin. */
  readonly hash: string;
}

/** What answered in a session, spelt so that equal cameras or places have a word in common. */
function wordsOf({ answered }: Delivered): readonly string[] {
  const lines = answered === undefined ? [] : [answered.stream, answered.still];
  return lines.flatMap((line) => [
    ...(line?.pin === undefined ? [] : [`pin ${line.pin}`]),
    ...(line?.source === undefined ? [] : [`source ${line.source}`]),
  ]);
}

function add(index: Map<string, Set<CameraId>>, word: string, camera: CameraId): void {
  const cameras = index.get(word) ?? new Set<CameraId>();
  index.set(word, cameras.add(camera));
}

/**
 * Returns, for a session, the other cameras that may be what answered in it: those that are recognised
 * by the same now, or from which the record has the same. A camera that is recognised by something else
 * by now was itself the slip, as long as another is recognised by it.
 */
export function createAnsweringCameras(
  delivered: readonly Delivered[],
  pins: readonly PinnedNow[],
): (session: Delivered) => ReadonlySet<CameraId> {
  const now = new Map<string, Set<CameraId>>();
  const ever = new Map<string, Set<CameraId>>();
  const pinned = new Set(pins.map(({ camera }) => camera));
  for (const { camera, hash } of pins) add(now, `pin ${hash}`, camera);
  for (const session of delivered) {
    for (const word of wordsOf(session)) add(ever, word, session.camera);
  }
  return (session) => {
    const words = wordsOf(session);
    const holders = new Set(words.flatMap((word) => [...(now.get(word) ?? [])]));
    const seen = new Set(words.flatMap((word) => [...(ever.get(word) ?? [])]));
    const others = [...holders, ...seen].filter(
      (camera) => holders.size === 0 || holders.has(camera) || !pinned.has(camera),
    );
    return new Set(others.filter((camera) => camera !== session.camera));
  };
}
