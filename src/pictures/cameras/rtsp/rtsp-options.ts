/** What an RTSP source is opened with. */
import type { DeviceCheck } from '../onvif/device-check.ts';
import type { AskForKey } from '../onvif/sync-point.ts';
import type { Lookup } from '../lookup.ts';
import type { SourceOptions } from '../source-options.ts';
import type { ConnectionWatch } from './connection-watch.ts';
import type { Habits, HabitsOf } from './habits.ts';

/** What is said to RTSP alone; the rest of it is every kind's. */
export interface RtspOptions extends SourceOptions {
  /** A connection that played and ended sooner was cut short; default 30,000 ms. */
  readonly steadyMs?: number;
  /**
   * How long a first key picture is waited for, on a connection to a camera that showed pictures before, until
   * another is made; default 60,000 ms. Doubled from one such connection to the next, up to sixteen times.
   */
  readonly keyTimeoutMs?: number;
  /** By how long a time it is judged whether most of its pictures come to nothing; default 10,000 ms. */
  readonly lossWindowMs?: number;
  /** What was learnt of each camera; kept for itself alone if left out. */
  readonly habitsOf?: HabitsOf;
  /** Told of each connection as it comes about. */
  readonly watch?: Partial<ConnectionWatch>;
}

/** Those of one source. */
export interface OwnOptions extends RtspOptions {
  readonly lookup: Lookup;
  readonly sameDevice: DeviceCheck;
  readonly askForKey: AskForKey;
  readonly habits: Habits;
  /** What the first connection waits for. */
  readonly after: Promise<unknown>;
}
