/**
 * The port between the wall and the code that checks a camera's connections (`pictures/cameras/origin/`):
 * what that code may read and write of one camera. Nothing else of the store goes through it, and no account
 * does.
 */
import type { CameraId, DeviceId } from '../../identity/ids.ts';
import type { Pin, PinnedLine, PinRecord, PinStore } from '../../storage/pins.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import type { CameraAddress } from './camera-address.ts';
import type { Origin } from './origin.ts';

export type { CameraId, DeviceId, Pin, PinnedLine, PinRecord };

/** An origin as it was read; `row` identifies it to whoever binds another in its place. */
export interface BoundOrigin {
  readonly origin: Origin;
  readonly row: SealedOrigin;
}

/** Origins, one for each URL of a camera; sealed at rest. */
export interface BoundOrigins {
  /** @throws Failure `internal` if it does not open */
  of(camera: CameraId, line: PinnedLine): Promise<BoundOrigin | undefined>;
  /**
   * Binds a line. Returns false, and binds nothing, if its row has been opened anew since `opening`, or
   * another origin than `before` is bound by now.
   */
  bind(
    of: { readonly camera: CameraId; readonly line: PinnedLine; readonly opening: number },
    origin: Required<Origin>,
    before: BoundOrigin | undefined,
  ): Promise<boolean>;
}

/** What a row of the map says to the code that recognises its camera. */
export interface KnownRow {
  /** See MappedCamera; undefined if the camera is gone. */
  readonly opening: number | undefined;
  /** The device ids under which the camera is known. */
  readonly devices: readonly DeviceId[];
}

export interface KnownCameras {
  readonly origins: BoundOrigins;
  readonly pins: Pick<PinStore, 'of' | 'pin' | 'replace' | 'note'>;
  row(camera: CameraId): Promise<KnownRow>;
}

/** A URL that stands in no row under its log-in: it is treated as if it were met for the first time. */
export interface Unowned {
  /** Its address, under an id that no row has. */
  readonly address: CameraAddress;
  /** The row's own address, if this leads to a row's camera. */
  readonly row: CameraAddress | undefined;
  /** The origin that is bound for that row's stream. */
  readonly bound: Origin | undefined;
  /** Whether this leads to a row's camera by now, and did not when this was made. */
  isTaken(addresses: readonly string[], port: number, path: string): Promise<boolean>;
  /** The pin of that row's camera; undefined if there is none, or no row. */
  pin(line: PinnedLine): Promise<PinRecord | undefined>;
}

/** The form of a pin, for the operator's registers. Only the code that makes pins can read them. */
export interface PinReading {
  /** Whether it is of an earlier version, and is renewed when its camera answers next. */
  isOld(pin: Pick<Pin, 'fields'>): boolean;
  /** Whether it holds nothing that names the device. */
  isUnbound(pin: Pick<Pin, 'fields' | 'hash' | 'description'>): boolean;
}
