import type { Crossing } from '../../../wall/partitions/alarm.ts';
import { bytesOf } from '../../media/unit-bytes.ts';
import type { Draft, Run } from './draft.ts';
import { foreignIn, type Muxed, muxSegment, type SegmentFormat } from './mux.ts';

/** Drafts that may wait for the muxer; more are dropped rather than heaped up. */
const maxWaiting = 8;

export interface MuxQueueOptions {
  readonly format: SegmentFormat;
  readonly onMuxed: (draft: Draft, run: Run, number: number, muxed: Muxed) => void;
  /** Called when a segment was refused because a unit in it bore another camera's stamp. */
  readonly onForeign: (event: Crossing) => void;
  /** Called when what waits has become less. */
  readonly onDone: () => void;
}

/** Drafts that wait for the muxer, which takes one after another. */
export interface MuxQueue {
  /** `number` is that of the run. One of those that are `replayed` is in memory already, and comes once: it always fits in. */
  add(draft: Draft, run: Run, number: number, replayed: boolean): void;
  /** Drops what waits: nothing of it is published any more. */
  clear(): void;
  /** Resolves once nothing waits any more. */
  settled(): Promise<void>;
  /** Returns how many bytes wait. */
  bytes(): number;
}

/** Makes an empty queue. If a draft is lost the next one says so: they do not carry on. */
export function createMuxQueue({ format, ...options }: MuxQueueOptions): MuxQueue {
  let muxing: Promise<void> = Promise.resolve();
  let era = 0;
  let queued = 0;
  let bytes = 0;
  /** Whether the draft before the next one to queue, or to publish, was lost. */
  let dropped = false;
  let refused = false;

  async function mux(draft: Draft, run: Run, number: number, mine: number): Promise<void> {
    const muxed = mine === era ? await muxSegment(draft, run, format) : undefined;
    if (muxed === undefined || mine !== era) return;
    const discontinuity = draft.discontinuity || refused;
    refused = false;
    options.onMuxed({ ...draft, discontinuity }, run, number, muxed);
  }

  return {
    add(draft, run, number, replayed) {
      if (queued >= maxWaiting && !replayed) {
        dropped = true;
        return;
      }
      const own = { ...draft, discontinuity: draft.discontinuity || dropped };
      const size = draft.video.reduce((sum, { unit }) => sum + bytesOf(unit), 0);
      const mine = era;
      dropped = false;
      queued += 1;
      bytes += size;
      muxing = muxing
        .then(() => mux(own, run, number, mine))
        .catch(() => {
          refused = true;
          const found = foreignIn(draft);
          if (found !== undefined) options.onForeign({ expected: draft.stamp, found });
        })
        .finally(() => {
          queued -= 1;
          bytes -= size;
          options.onDone();
        });
    },
    clear() {
      era += 1;
    },
    async settled() {
      for (let seen: unknown; seen !== muxing;) {
        seen = muxing;
        await muxing;
      }
    },
    bytes: () => bytes,
  };
}
