import type { Tracks } from '../../media/unit.ts';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import type { Draft, Run, TimedVideo } from './draft.ts';

export interface CutterOptions {
  readonly stamp: Stamp;
  readonly tracks: Tracks;
  /** Length to aim at, in seconds. */
  readonly segmentSeconds: number;
  /** How long a segment may be, in microseconds; if one were longer, EXT-X-TARGETDURATION would have to change. */
  readonly longestUs: () => number;
  /** How much one segment may hold. */
  readonly segmentBytes: number;
  /** Where on the stream's timeline this run begins, in microseconds. */
  readonly startUs: number;
  /** Whether something was published before this run. */
  readonly resumes: boolean;
  /** Called for each key picture that begins a segment, as soon as it is there. */
  readonly onBegin: (first: TimedVideo, run: Run) => void;
  readonly onDraft: (draft: Draft, run: Run) => void;
  /** Called when a segment was dropped because it outgrew its bytes. */
  readonly onOversize: () => void;
}
