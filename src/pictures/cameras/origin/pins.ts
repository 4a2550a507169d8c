/**
 * Recognises a camera again, like a host key: the first one that answers for a camera is pinned by what it
 * says of itself, and another one that answers in its place later is not shown.
 */
import { Failure } from '../../../common/failures.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import type {
  CameraId,
  DeviceId,
  KnownCameras,
  KnownRow,
  PinnedLine,
  PinRecord,
} from '../../../wall/partitions/origin-port.ts';
import type { ClaimSerial } from '../../../wall/partitions/serials.ts';
import { describe, hashOf, inCommon, type Likeness } from './likeness.ts';
import { describeFor, isOld, renewed } from './old-pin.ts';
import { alarming, OriginRefusal, type OriginReason, wordsOf } from './origin.ts';
import { createStrangerMarks, type Later } from './stranger-marks.ts';
import { createReports } from './reports.ts';

/** Another camera answers in the place of a pinned one; reported once until that changes. */
export interface OtherCamera {
  /** The device ids under which the pinned camera is known. */
  readonly devices: readonly DeviceId[];
  readonly line: PinnedLine;
  /** What the pinned camera and the one that answers say of themselves. */
  readonly expected: string;
  readonly found: string;
  /** How often it said something else since the last report about it. */
  readonly heldBack?: number;
}

/** What the operator reads about it, and does. */
export const otherCameraWords =
  'another camera answers and is not shown: casement camera repin if it was replaced, camera source or ' +
  'camera swap if it is elsewhere now';

/**
 * Whether the camera that has just answered a connection opened `from` its row is the one it was. `again`
 * asks for its likeness a second time, over a new connection, so that a part which changes by itself is not
 * pinned; it returns undefined if that cannot be had. Rejects if it cannot be found out, if the row was
 * corrected meanwhile and this would change something, and with OriginRefusal `same-serial` if another
 * account has it: show nothing then.
 */
export type Recognise = (
  from: Opened,
  line: PinnedLine,
  seen: Likeness,
  again: () => Promise<Likeness | undefined>,
) => Promise<boolean>;

/** A camera does not say which one it is where it should; reported once until that changes. */
export interface Unanswered {
  readonly devices: readonly DeviceId[];
  readonly line: PinnedLine;
  /** In our own words. */
  readonly reason: string;
  /** How often it was something else since the last report about it. */
  readonly heldBack?: number;
}

/** Notes that a camera could not be asked over a line, and why; it is not shown. Never rejects. */
export type NoteUnanswered = (from: Opened, line: PinnedLine, reason: string) => Promise<void>;

/** Whatever a connection from before its row was corrected says is not written down, and not reported. */
export interface Recogniser {
  readonly recognise: Recognise;
  readonly unanswered: NoteUnanswered;
  /** Notes that a connection was refused by its origin; see origin.ts. Never rejects. */
  readonly refused: (from: Opened, line: PinnedLine, reason: OriginReason) => Promise<void>;
  /**
   * Notes that a connection passed all checks, by likeness and origin: whoever answered in the camera's place
   * is gone. Rejects if that cannot be written down.
   */
  readonly accepted: (from: Opened, line: PinnedLine) => Promise<void>;
}

export interface PinsParts {
  readonly cameras: Pick<KnownCameras, 'pins' | 'row'>;
  /** Called for every device that ONVIF names, before it is pinned, unless it is another than the pinned one. */
  readonly claimSerial: ClaimSerial;
  /** Writes the audit line. Must not throw. */
  readonly alarm: (event: OtherCamera) => void;
  /** Warns the operator. Must not throw. */
  readonly warn: (event: Unanswered) => void;
  /** Called when a camera is recognised by something else from now on. Must not throw. */
  readonly onRenewed?: (camera: CameraId) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
  readonly later?: Later;
}

/** Recognises cameras by the pins that are kept, which are read every time. */
export function createRecogniser(parts: PinsParts): Recogniser {
  const { cameras, claimSerial, alarm, warn, onRenewed, now } = parts;
  const reports = createReports(parts.clock ?? (() => performance.now()));
  const marks = createStrangerMarks(parts.later);

  async function pinned(...[from, line, seen, again]: Parameters<Recognise>): Promise<PinRecord> {
    const { camera } = from.stamp;
    const fields = inCommon(seen, (await again()) ?? seen);
    const hash = hashOf(seen, fields);
    const description = describe(seen);
    const pin = { camera, line, fields, hash, description, since: now() };
    return cameras.pins.pin(pin, from.opening);
  }

  /** Writes down which stranger answers; the first one makes the camera be opened anew. */
  async function note(
    camera: CameraId,
    line: PinnedLine,
    found: string,
    opening: number,
  ): Promise<void> {
    const pin = await cameras.pins.of(camera, line);
    if (pin?.stranger?.description === found) return;
    await cameras.pins.note(camera, line, { description: found, since: now() }, opening);
    if (pin?.stranger === undefined) reports.openedAnew(camera);
  }

  /** Returns the number of a camera's row, while a connection from it counts: nobody has corrected it since. */
  function openingOf(from: Opened, { opening }: KnownRow): number | undefined {
    const counts = opening !== undefined && reports.leads(from.stamp.camera, from.opening, opening);
    return counts ? opening : undefined;
  }

  const unanswered: NoteUnanswered = (from, line, reason) =>
    reports.inTurn(from.stamp.camera, async () => {
      const { camera } = from.stamp;
      const row = await cameras.row(camera).catch(() => undefined);
      const opening = row && openingOf(from, row);
      if (row !== undefined && opening === undefined) return;
      const heldBack = reports.news(camera, line, `no answer: ${reason}`, opening);
      if (heldBack === undefined) return;
      warn({ devices: row?.devices ?? [], line, reason, ...(heldBack > 0 && { heldBack }) });
    });

  /** Another camera answers. Rejects if the connection counts no more, or nobody can say whether it does. */
  const stranger = (from: Opened, line: PinnedLine, found: string): Promise<void> =>
    reports.inTurn(from.stamp.camera, async () => {
      const { camera } = from.stamp;
      const row = await cameras.row(camera);
      const opening = openingOf(from, row);
      if (opening === undefined) throw new Failure('not-found', 'the row was put right meanwhile');
      marks.strangerAnswered(camera, line);
      const pin = await cameras.pins.of(camera, line).catch(() => undefined);
      const heldBack = reports.news(camera, line, found, opening);
      // That another camera answers is noted, whatever was reported before: it ends what is open. Which one
      // it is costs a write, and may wait. Without a pin only the reports say that it was noted.
      if (heldBack === undefined && (pin === undefined || pin.stranger !== undefined)) return;
      await note(camera, line, found, opening).catch((error: unknown) => {
        // It was not noted, and so is not over: it has to be reported once more.
        reports.forget(camera, line);
        if (error instanceof Failure && error.code === 'not-found') throw error;
      });
      const expected = pin?.description ?? 'not met yet';
      if (heldBack === undefined) return;
      const { devices } = row;
      alarm({ devices, line, expected, found, ...(heldBack > 0 && { heldBack }) });
    });

  const recognise: Recognise = async (from, line, seen, again) => {
    const isOther = async (pin: PinRecord): Promise<boolean> => {
      if (hashOf(seen, pin.fields) === pin.hash) return false;
      await stranger(from, line, describeFor(pin, seen));
      return true;
    };
    const known = await cameras.pins.of(from.stamp.camera, line);
    // Checked before its serial number is claimed: that of another camera is none of this row's.
    if (known !== undefined && (await isOther(known))) return false;
    if (line === 'onvif' && !(await claimSerial(from, seen))) {
      await unanswered(from, line, wordsOf('same-serial'));
      throw new OriginRefusal('same-serial');
    }
    const pin = known ?? (await pinned(from, line, seen, again));
    if (known === undefined && (await isOther(pin))) return false;
    if (isOld(pin)) {
      // Somebody else changed it meanwhile: what was compared no longer counts.
      const next = renewed(pin, seen, now());
      const isReplaced = await cameras.pins.replace(pin, next, from.opening);
      if (!isReplaced) return recognise(from, line, seen, again);
      onRenewed?.(from.stamp.camera);
    }
    return true;
  };

  const accepted = async (from: Opened, line: PinnedLine): Promise<void> => {
    const { camera } = from.stamp;
    const pin = await cameras.pins.of(camera, line);
    if (pin?.stranger !== undefined) {
      const again = (): void => void accepted(from, line).catch(() => undefined);
      // What was reported stays so for as long: both cost, and the two may go on answering by turns.
      if (!marks.mayTakeBack(camera, line, again)) return;
      await cameras.pins.note(camera, line, undefined, from.opening);
    }
    reports.forget(camera, line);
  };

  return {
    recognise,
    unanswered,
    refused: (from, line, reason) =>
      alarming.has(reason)
        ? stranger(from, line, wordsOf(reason)).catch(() => undefined)
        : unanswered(from, line, wordsOf(reason)),
    accepted,
  };
}
