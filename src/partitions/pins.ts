/**
 * Recognising a camera again, like a host key: the first that answers for a camera is pinned by what
 * it says of itself, and another one that answers in its place later is not shown.
 */
import type { CameraId, DeviceId } from '../identity/ids.ts';
import type { PinnedLine, PinRecord } from '../storage/pins.ts';
import type { Store } from '../storage/store.ts';
import { describe, hashOf, inCommon, type Likeness } from './likeness.ts';

/** Told when another camera answers in the place of a pinned one, once until that changes. */
export interface OtherCamera {
  /** The device ids under which the pinned camera is known. */
  readonly devices: readonly DeviceId[];
  readonly line: PinnedLine;
  /** What the pinned camera and the one that answers say of themselves. */
  readonly expected: string;
  readonly found: string;
}

/**
 * Whether the camera that has just answered for `camera` is the one it was. `again` asks for its
 * likeness a second time, over a new connection, so that what changes by itself is not pinned; it
 * gives undefined when that cannot be had. Rejects when it cannot be found out: show nothing then.
 */
export type Recognise = (
  camera: CameraId,
  line: PinnedLine,
  seen: Likeness,
  again: () => Promise<Likeness | undefined>,
) => Promise<boolean>;

export interface PinsParts {
  readonly store: Store;
  /** Writes the audit line. Must not throw. */
  readonly alarm: (event: OtherCamera) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Recognises cameras by the pins in the store, which is asked every time. */
export function createRecogniser({ store, alarm, now }: PinsParts): Recognise {
  /** Which strangers the alarm was raised for, by camera and line. */
  const told = new Map<string, string>();

  async function pinned(...[camera, line, seen, again]: Parameters<Recognise>): Promise<PinRecord> {
    const known = await store.pins.of(camera, line);
    if (known !== undefined) return known;
    const fields = inCommon(seen, (await again()) ?? seen);
    const hash = hashOf(seen, fields);
    const description = describe(seen);
    return store.pins.pin({ camera, line, fields, hash, description, since: now() });
  }

  return async (camera, line, seen, again) => {
    const pin = await pinned(camera, line, seen, again);
    const name = `${line} ${camera}`;
    if (hashOf(seen, pin.fields) === pin.hash) {
      if (pin.stranger !== undefined) await store.pins.note(camera, line, undefined);
      told.delete(name);
      return true;
    }
    const found = describe(seen);
    if (told.get(name) !== found) {
      const devices = (await store.map.entriesOf(camera)).map(({ device }) => device);
      alarm({ devices, line, expected: pin.description, found });
      told.set(name, found);
    }
    if (pin.stranger?.description !== found) {
      await store.pins.note(camera, line, { description: found, since: now() });
    }
    return false;
  };
}
