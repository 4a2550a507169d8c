/**
 * The port between the wall and those who look at a camera's connections (`pictures/cameras/origin/`): what they may
 * ask and write down of one camera. Nothing else of the store goes through it, and no account does.
 */
import type { CameraId, DeviceId } from '../../identity/ids.ts';
import type { Pin, PinnedLine, PinRecord, PinStore } from '../../storage/pins.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import type { CameraAddress } from './camera-address.ts';
import type { Origin } from './origin.ts';

export type { CameraId, DeviceId, Pin, PinnedLine, PinRecord };

/** As it was read; `row` says which one it was, to whoever binds another in its place. */
export interface BoundOrigin {
  readonly origin: Origin;
  readonly row: SealedOrigin;
}

/** Origins, one for each URL of a camera. At rest they are sealed. */
export interface BoundOrigins {
  /** @throws Failure `internal` for one that does not open */
  of(camera: CameraId, line: PinnedLine): Promise<BoundOrigin | undefined>;
  /**
   * Binds a line, unless its row has been opened anew since `opening`, or another origin than `before` stands there by
   * now. False where it was not bound.
   */
  bind(
    of: { readonly camera: CameraId; readonly line: PinnedLine; readonly opening: number },
    origin: Required<Origin>,
    before: BoundOrigin | undefined,
  ): Promise<boolean>;
}

/** What a row of the map says to whoever recognises its camera. */
export interface KnownRow {
  /** See MappedCamera; undefined where the camera is gone. */
  readonly opening: number | undefined;
  /** The device ids under which the camera is known. */
  readonly devices: readonly DeviceId[];
}

export interface KnownCameras {
  readonly origins: BoundOrigins;
  readonly pins: Pick<PinStore, 'of' | 'pin' | 'replace' | 'note'>;
  row(camera: CameraId): Promise<KnownRow>;
}

/** A URL that stands in no row under its log-in: it is looked at as if it were met for the first time. */
export interface Unowned {
  /** Under an id that no row has. */
  readonly address: CameraAddress;
  /** The row's own address, where it leads to a row's camera. */
  readonly row: CameraAddress | undefined;
  /** What is bound of that row's stream. */
  readonly bound: Origin | undefined;
  /** Whether a row's camera is where it leads by now, and was not when this was made. */
  isTaken(addresses: readonly string[], port: number, path: string): Promise<boolean>;
  /** What that row's camera is recognised by; undefined without a row too. */
  pin(line: PinnedLine): Promise<PinRecord | undefined>;
}

/** The form of a pin, told to the operator's registers. Only those who make pins can read them. */
export interface PinReading {
  /** Whether it is of an earlier version, and is renewed when its camera answers next. */
  isOld(pin: Pick<Pin, 'fields'>): boolean;
  /** Whether it holds nothing that names the device. */
  isUnbound(pin: Pick<Pin, 'fields' | 'hash' | 'description'>): boolean;
}
