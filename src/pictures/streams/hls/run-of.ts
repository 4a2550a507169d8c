import type { VideoUnit } from '../../cameras/media.ts';
import type { AacTrack, Tracks } from '../../media/unit.ts';
import { trackBy } from '../../media/h264/shown-size.ts';
import { isParameterSet } from '../../media/h264/nal.ts';
import type { Run } from './draft.ts';

/** Returns what the segments share of a run that begins with this key picture, whatever was described before it. */
export function runOf(key: VideoUnit, tracks: Tracks, audio: AacTrack): Run {
  const [sps = tracks.video.sps, pps = tracks.video.pps] = key.nals;
  const video = trackBy(tracks.video, sps, pps);
  return { tracks: { ...tracks, video }, sps, sets: key.nals.filter(isParameterSet), audio };
}

/** Whether a key picture comes with the run's parameter sets; one that brings none goes on with them. */
export function sameSets(key: VideoUnit, { sets }: Pick<Run, 'sets'>): boolean {
  const next = key.nals.filter(isParameterSet);
  if (next.length === 0) return true;
  return next.length === sets.length && next.every((nal, at) => isSame(nal, sets[at]));
}

const isSame = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other !== undefined && Buffer.compare(one, other) === 0;
