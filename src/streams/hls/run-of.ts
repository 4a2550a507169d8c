import type { AacTrack, Tracks, VideoUnit } from '../../cameras/media.ts';
import type { Run } from './draft.ts';

/** What the segments have in common of a run that begins with this key picture. */
export function runOf(key: VideoUnit, tracks: Tracks, audio: AacTrack): Run {
  const sps = key.nals[0] ?? tracks.video.sps;
  return { tracks, sps, sets: key.nals.filter(isParameterSet), audio };
}

function isParameterSet(nal: Uint8Array): boolean {
  const type = (nal[0] ?? 0) & 0x1f;
  return type === 7 || type === 8;
}

/** Whether a key picture comes with these parameter sets; one that brings none goes on with them. */
export function sameSets(key: VideoUnit, sps: Uint8Array, pps: Uint8Array | undefined): boolean {
  const [nextSps, nextPps] = key.nals;
  if (nextSps === undefined || nextPps === undefined || pps === undefined) return true;
  return Buffer.compare(nextSps, sps) === 0 && Buffer.compare(nextPps, pps) === 0;
}
