/** How long a check takes at most. */
import type { CheckLimits } from './held-stream.ts';

/** A camera that sends its first key picture later than this is hardly of use to a display. */
export const usualLimits: CheckLimits = {
  timeoutMs: 5_000,
  keyTimeoutMs: 10_000,
  intervalTimeoutMs: 5_000,
  oldestKeyMs: 10_000,
};
