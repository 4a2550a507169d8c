/** What a video is by the parameter sets that came with its pictures, where its description may say something else. */
import type { VideoTrack } from '../unit.ts';
import { parseSps } from './sps.ts';

/**
 * `track` with what `sps` says. A description may be of yesterday (a camera that was set to another resolution and
 * tells of the old one); where the SPS cannot be read, it stands.
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
