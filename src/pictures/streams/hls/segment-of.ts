import type { Draft } from './draft.ts';
import type { Muxed, SegmentFormat } from './mux.ts';
import type { Segment } from './window.ts';

export const extensions: Readonly<Record<SegmentFormat, string>> = { ts: 'ts', cmaf: 'm4s' };

/** Returns what a draft has become; `run` names its initialisation section. */
export function segmentOf(
  draft: Draft,
  run: number,
  { body, init }: Muxed,
): Omit<Segment, 'name' | 'sequence'> {
  return {
    stamp: draft.stamp,
    heardAt: draft.heardAt,
    body,
    units: draft.video.length + draft.audio.filter(({ unit }) => unit !== undefined).length,
    startUs: draft.startUs,
    durationUs: draft.endUs - draft.startUs,
    independent: draft.independent,
    discontinuity: draft.discontinuity,
    wallMs: draft.wallMs,
    ...(init !== undefined && { init: { name: `i${run}.mp4`, body: init } }),
  };
}
