/**
 * Recognising a camera again, like a host key: the first that answers for a camera is pinned by what
 * it says of itself, and another one that answers in its place later is not shown.
 */
import type { CameraId, DeviceId } from '../identity/ids.ts';
import type { MappedDevice } from '../storage/device-map.ts';
import type { PinnedLine, PinRecord } from '../storage/pins.ts';
import type { Store } from '../storage/store.ts';
import { alarming, OriginRefusal, type OriginReason, wordsOf } from './origin.ts';
import { describe, hashOf, inCommon, type Likeness } from './likeness.ts';
import { describeFor, isOld, renewed } from './old-pin.ts';
import type { ClaimSerial } from './serials.ts';
import { createTold } from './told.ts';

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
 * gives undefined when that cannot be had. Rejects when it cannot be found out, and with OriginRefusal
 * `same-serial` where another account has it: show nothing then.
 */
export type Recognise = (
  camera: CameraId,
  line: PinnedLine,
  seen: Likeness,
  again: () => Promise<Likeness | undefined>,
) => Promise<boolean>;

/** Told when a camera does not say which one it is where it should, once until that changes. */
export interface Unanswered {
  readonly devices: readonly DeviceId[];
  readonly line: PinnedLine;
  /** In our own words. */
  readonly reason: string;
}

/** Notes that a camera could not be asked over a line, and why; it is not shown. Never rejects. */
export type NoteUnanswered = (camera: CameraId, line: PinnedLine, reason: string) => Promise<void>;

export interface Recogniser {
  readonly recognise: Recognise;
  readonly unanswered: NoteUnanswered;
  /** Notes that a connection was refused by its origin; see partitions/origin.ts. Never rejects. */
  readonly refused: (camera: CameraId, line: PinnedLine, reason: OriginReason) => Promise<void>;
  /**
   * A connection was let go on to its end, by likeness and origin: whoever answered in the camera's place
   * is gone. Rejects where that cannot be written down.
   */
  readonly accepted: (camera: CameraId, line: PinnedLine) => Promise<void>;
}

export interface PinsParts {
  readonly store: Store;
  /** Asked of every device that ONVIF tells of, before it is pinned. */
  readonly claimSerial: ClaimSerial;
  /** Writes the audit line. Must not throw. */
  readonly alarm: (event: OtherCamera) => void;
  /** Tells the operator. Must not throw. */
  readonly warn: (event: Unanswered) => void;
  /** Told when a camera is recognised by something else from now on. Must not throw. */
  readonly onRenewed?: (camera: CameraId) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Recognises cameras by the pins in the store, which is asked every time. */
export function createRecogniser(parts: PinsParts): Recogniser {
  const { store, claimSerial, alarm, warn, onRenewed, now } = parts;
  const told = createTold();

  const devicesOf = (entries: readonly MappedDevice[]): readonly DeviceId[] =>
    entries.map(({ device }) => device);

  async function pinned(...[camera, line, seen, again]: Parameters<Recognise>): Promise<PinRecord> {
    const known = await store.pins.of(camera, line);
    if (known !== undefined) return known;
    const fields = inCommon(seen, (await again()) ?? seen);
    const hash = hashOf(seen, fields);
    const description = describe(seen);
    return store.pins.pin({ camera, line, fields, hash, description, since: now() });
  }

  /** Writes down which stranger answers; the first one has the camera opened anew by that. */
  async function note(camera: CameraId, line: PinnedLine, found: string): Promise<void> {
    const pin = await store.pins.of(camera, line);
    if (pin?.stranger?.description === found) return;
    await store.pins.note(camera, line, { description: found, since: now() });
    if (pin?.stranger === undefined) told.openedAnew(camera);
  }

  const unanswered = (camera: CameraId, line: PinnedLine, reason: string): Promise<void> =>
    told.inTurn(camera, async () => {
      const entries = await store.map.entriesOf(camera).catch(() => []);
      if (!told.isNew(camera, line, `no answer: ${reason}`, entries[0]?.opening)) return;
      warn({ devices: devicesOf(entries), line, reason });
    });

  const recognise: Recognise = async (camera, line, seen, again) => {
    if (line === 'onvif' && !(await claimSerial(camera, seen))) {
      await unanswered(camera, line, wordsOf('same-serial'));
      throw new OriginRefusal('same-serial');
    }
    const pin = await pinned(camera, line, seen, again);
    if (hashOf(seen, pin.fields) === pin.hash) {
      if (isOld(pin)) {
        // Somebody else changed it meanwhile: what was compared no longer counts.
        const next = renewed(pin, seen, now());
        if (!(await store.pins.replace(pin, next))) return recognise(camera, line, seen, again);
        onRenewed?.(camera);
      }
      return true;
    }
    const found = describeFor(pin, seen);
    await told.inTurn(camera, async () => {
      const entries = await store.map.entriesOf(camera);
      // Removed meanwhile: there is nobody to be told of it.
      if (entries.length > 0 && told.isNew(camera, line, found, entries[0]?.opening)) {
        alarm({ devices: devicesOf(entries), line, expected: pin.description, found });
      }
      await note(camera, line, found);
    });
    return false;
  };

  const stranger = (camera: CameraId, line: PinnedLine, found: string): Promise<void> =>
    told.inTurn(camera, async () => {
      const known = await store.map.entriesOf(camera).catch(() => undefined);
      if (known?.length === 0) return;
      const entries = known ?? [];
      if (!told.isNew(camera, line, found, entries[0]?.opening)) return;
      const pin = await store.pins.of(camera, line).catch(() => undefined);
      const expected = pin?.description ?? 'not met yet';
      alarm({ devices: devicesOf(entries), line, expected, found });
      // Not noted, and so not over: it is to be told once more.
      await note(camera, line, found).catch(() => told.forget(camera, line));
    });

  return {
    recognise,
    unanswered,
    refused: (camera, line, reason) =>
      alarming.has(reason)
        ? stranger(camera, line, wordsOf(reason))
        : unanswered(camera, line, wordsOf(reason)),
    async accepted(camera, line) {
      const pin = await store.pins.of(camera, line);
      if (pin?.stranger !== undefined) await store.pins.note(camera, line, undefined);
      told.forget(camera, line);
    },
  };
}
