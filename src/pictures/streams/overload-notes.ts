/** Notes cameras whose media had to be dropped because there was too much of it. */
import type { Conditions } from '../cameras/conditions.ts';
import type { Opened } from '../../wall/partitions/camera-address.ts';

/** How long after the last time it is over, in milliseconds. */
const overMs = 30_000;

export interface OverloadNotes {
  /** Notes that its media was dropped just now. Never throws. */
  readonly note: (from: Opened) => void;
  readonly close: () => void;
}

/** Notes cameras as `overloaded`, each until it has kept within its bytes for half a minute. */
export function noteOverloads(
  { note, of }: Pick<Conditions, 'note' | 'of'>,
  afterMs = overMs,
): OverloadNotes {
  const timers = new Map<string, NodeJS.Timeout>();

  return {
    note(from) {
      const { camera } = from.stamp;
      clearTimeout(timers.get(camera));
      note(from, 'stream', { code: 'overloaded' });
      const timer = setTimeout(() => {
        timers.delete(camera);
        if (of(from)?.reason?.code === 'overloaded') note(from, 'stream', undefined);
      }, afterMs);
      timers.set(camera, timer.unref());
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
