/** How a camera is over one of its lines, since when, and how that is noted. */
import type { Opened } from '../../wall/partitions/camera-address.ts';
import type { Reason } from './reason.ts';

/** Which of a camera's URLs was asked. */
export type ConditionLine = 'stream' | 'still' | 'onvif';

export interface Condition {
  /** Undefined if it plays, or answers. */
  readonly reason: Reason | undefined;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A change that is reported. */
export interface ConditionChange extends Condition {
  readonly from: Opened;
  readonly line: ConditionLine;
  /** How many changes were not reported since the last one that was. */
  readonly leftOut: number;
}

/** Notes how it went over one line; undefined: well. Never throws. */
export type NoteCondition = (from: Opened, line: ConditionLine, reason: Reason | undefined) => void;

/**
 * A lasting condition is noted anew by then, in milliseconds: a growing reason is not known to have grown any
 * further.
 */
export const renewMs = 5_000;

/** Returns the reason as it is by now: its duration is counted on until nobody looks any more. */
export function grown(reason: Reason | undefined, sinceMs: number): Reason | undefined {
  if (reason?.code !== 'no-key-picture') return reason;
  const more = Math.floor(Math.min(sinceMs, 2 * renewMs) / 1_000);
  return { ...reason, seconds: reason.seconds + more };
}
