/**
 * Describes a video by the parameter sets that came with its pictures, since its description may say
 * something else.
 */
import type { VideoTrack } from '../unit.ts';
import { parseSps } from './sps.ts';

/**
 * Returns `track` with what `sps` says. A description may be outdated (a camera that was set to another
 * resolution and describes the old one); it stands if the SPS cannot be read.
 */
export function trackBy(track: VideoTrack, sps: Uint8Array, pps: Uint8Array): VideoTrack {
  if (Buffer.compare(sps, track.sps) === 0) return track;
  const read = parseSps(sps);
  if (read === undefined) return track;
  const { width, height, profileLevelId, intervalUs } = read;
  const { intervalUs: _, ...rest } = track;
  const said = { sps, pps, width, height, profileLevelId };
  return Object.freeze({ ...rest, ...said, ...(intervalUs !== undefined && { intervalUs }) });
}
