/** What a source is opened with, of whatever kind it is. */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import type { NoteCondition } from './conditions.ts';
import type { Lookup } from './lookup.ts';
import type { DeviceCheck } from './onvif/device-check.ts';
import type { GuardOrigin } from './origin/origin.ts';
import type { NoteUnanswered, Recognise } from './origin/pins.ts';

export interface SourceOptions {
  /** How long `ready` waits for a camera; default 2,000 ms. */
  readonly readyTimeoutMs?: number;
  /** Nothing of the video, or no picture, for so long: the camera is offline, and a new connection is tried. */
  readonly silentAfterMs: number;
  /** Between two connections; milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** Milliseconds since 1970, for `arrivedAt`. */
  readonly now?: () => number;
  /** Told how it goes with each camera. */
  readonly note?: NoteCondition;
  /** Told of connections made and lost; never an address, a password or a camera's own words. */
  readonly log?: (event: string, fields: Record<string, string | number>, stamp: Stamp) => void;
  /** Asked on every connection, before anything is played. */
  readonly recognise: Recognise;
  /** Told why a camera's ONVIF service could not be asked, where it has one. */
  readonly unanswered?: NoteUnanswered;
  /** Holds every connection to the origin that is bound. */
  readonly guardOrigin: GuardOrigin;
  /** Camera names to addresses; the network's, where left out. */
  readonly lookup?: Lookup;
  /** Told once that a camera takes one connection only, where that was found out. Must not throw. */
  readonly onOneConnection?: (address: CameraAddress) => void;
  /** Says whether its ONVIF service tells of the same device; it is asked where this is left out. */
  readonly sameDevice?: DeviceCheck;
}
