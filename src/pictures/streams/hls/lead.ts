import type { VideoTrack } from '../../media/unit.ts';
import type { SegmentFormat } from './mux.ts';

/**
 * Half a second below which a player never goes, a segment, as long again until the player looks for the next
 * one, and the time of a fetch on a busy machine.
 */
const baseUs = 3_000_000;
/** Chromium's own reader of MPEG-TS, which Shaka 4.3 uses, keeps so many pictures back until more come. */
const keptBack = 7;
/** Between two pictures of a camera that does not say, and between those of one that stands still. */
export const stepUs = 1_000_000 / 15;
/** A camera that claims to send fewer pictures than four in a second is not believed. */
const longestUs = 250_000;

/**
 * Returns how much a player has in hand when it begins, in microseconds; with less, it stalls before it knows
 * of the next segments.
 */
export function leadOf(
  format: SegmentFormat,
  { intervalUs = stepUs }: Pick<VideoTrack, 'intervalUs'>,
): number {
  if (format === 'cmaf') return baseUs;
  return baseUs + keptBack * Math.min(longestUs, Math.max(stepUs, intervalUs));
}
