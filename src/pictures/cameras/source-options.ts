/** The options with which a source of any kind is opened. */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import type { NoteCondition } from './condition.ts';
import type { Lookup } from './lookup.ts';
import type { DeviceCheck } from './onvif/device-check.ts';
import type { GuardOrigin } from './origin/origin.ts';
import type { NoteUnanswered, Recognise } from './origin/pins.ts';

export interface SourceOptions {
  /** How long `ready` waits for a camera; default 2,000 ms. */
  readonly readyTimeoutMs?: number;
  /**
   * For how long nothing of the video, or no picture, may come: then the camera is offline, and a new
   * connection is tried.
   */
  readonly silentAfterMs: number;
  /** The pauses between two connections; milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** Milliseconds since 1970, for `arrivedAt`. */
  readonly now?: () => number;
  /** Called with how it goes with each camera. */
  readonly note?: NoteCondition;
  /** Called for connections made and lost; never with an address, a password or a camera's own words. */
  readonly log?: (event: string, fields: Record<string, string | number>, stamp: Stamp) => void;
  /** Called on every connection, before anything is played. */
  readonly recognise: Recognise;
  /** Called with the reason why a camera's ONVIF service could not be asked, if it has one. */
  readonly unanswered?: NoteUnanswered;
  /** Holds every connection to the bound origin. */
  readonly guardOrigin: GuardOrigin;
  /** Resolves camera names to addresses; the network's if left out. */
  readonly lookup?: Lookup;
  /** Called once when it was found out that a camera takes only one connection. Must not throw. */
  readonly onOneConnection?: (address: CameraAddress) => void;
  /** Whether its ONVIF service names the same device; the service is asked if this is left out. */
  readonly sameDevice?: DeviceCheck;
}
