/** Segments in which a key picture stands still, shared by displays that come at about one time. */
import type { Crossing } from '../../../wall/partitions/alarm.ts';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import { heldDrafts } from './held.ts';
import { foreignIn, muxSegment, type SegmentFormat } from './mux.ts';
import { extensions, segmentOf } from './segment-of.ts';
import type { Begun } from './starts.ts';
import { bodyIn, type Segment } from './window.ts';

/** A still picture shorter than this is not worth a segment, in microseconds. */
const leastHoldUs = 200_000;
/**
 * How much longer than needed a picture may stand still for a display that shares it: each key picture has
 * few sets, whoever comes.
 */
const shareUs = 1_000_000;
/** How many segments a player wants to see before it believes in three of them as its distance (Shaka 4.3). */
const firstSegments = 5;
/**
 * How long a set is kept after a playlist listed it last, in milliseconds: a player has so long to fetch it
 * (RFC 8216 §6.2.2: the length of a segment and of the longest playlist), or to ask for its playlist again.
 */
const keptMs = 10_000;

interface StillSet {
  readonly fromUs: number;
  readonly holdUs: number;
  /** Those that are there by now. */
  readonly segments: Segment[];
  /** All of them; none if the picture cannot be repeated. */
  readonly made: Promise<readonly Segment[]>;
  listedAt: number;
}

export interface StillSetsOptions {
  readonly stamp: Stamp;
  readonly format: SegmentFormat;
  readonly now: () => number;
  /** Called when a picture was refused because it bore another camera's stamp. */
  readonly onForeign: (event: Crossing) => void;
}

export interface StillSets {
  /**
   * Returns segments in which the key picture stands still for so long, or a little longer; `present` of its
   * own follow already.
   */
  of(begun: Begun | undefined, holdUs: number, present: number): Promise<readonly Segment[]>;
  /** Whether a segment of that name is there; if so, its set is kept for as long as one that was just listed. */
  keep(name: string): boolean;
  /** Returns a segment or initialisation section by name. */
  body(name: string): ReturnType<typeof bodyIn>;
  /**
   * Drops the sets that no playlist has listed for some time, and while there are more bytes than may be, the
   * one longest not listed.
   */
  trim(maxBytes: number): void;
  bytes(): number;
  clear(): void;
}

/** Makes an empty collection. */
export function createStillSets(options: StillSetsOptions): StillSets {
  const { stamp, format, now, onForeign } = options;
  let sets: readonly StillSet[] = [];
  let count = 0;
  let era = 0;

  async function make(
    { first, run, number }: Begun,
    holdUs: number,
    present: number,
    { name, segments }: { readonly name: string; readonly segments: Segment[] },
  ): Promise<readonly Segment[]> {
    const mine = era;
    const wanted = Math.max(1, firstSegments - present, Math.ceil(holdUs / 1_400_000));
    const fitting = Math.min(wanted, Math.floor(holdUs / leastHoldUs));
    const drafts = heldDrafts(first, run, holdUs, { stamp, count: fitting });
    for (const [at, draft] of drafts.entries()) {
      const muxed = await muxSegment(draft, run, format).catch(() => undefined);
      const found = muxed === undefined ? foreignIn(draft) : undefined;
      if (found !== undefined) onForeign({ expected: stamp, found });
      if (muxed === undefined || mine !== era) return [];
      const { wallMs: _, ...rest } = segmentOf(draft, number, muxed);
      // In each that has it the picture is there once, however often it is shown.
      const units = draft.independent ? 1 : 0;
      const own = `${name}-${at + 1}.${extensions[format]}`;
      segments.push({ ...rest, units, sequence: -1, name: own });
    }
    return segments;
  }

  const bytesIn = ({ segments }: StillSet): number =>
    segments.reduce((sum, { body }) => sum + body.byteLength, 0);
  const bytes = (): number => sets.reduce((sum, set) => sum + bytesIn(set), 0);

  return {
    of(begun, holdUs, present) {
      if (begun === undefined || holdUs < leastHoldUs) return Promise.resolve([]);
      const fromUs = begun.first.atUs;
      const known = sets.find(
        (set) => set.fromUs === fromUs && set.holdUs >= holdUs && set.holdUs < holdUs + shareUs,
      );
      if (known !== undefined) {
        known.listedAt = now();
        return known.made;
      }
      count += 1;
      const segments: Segment[] = [];
      const made = make(begun, holdUs, present, { name: `h${count}`, segments });
      sets = [...sets, { fromUs, holdUs, segments, made, listedAt: now() }];
      return made;
    },

    keep(name) {
      const set = sets.find(({ segments }) => segments.some((one) => one.name === name));
      if (set !== undefined) set.listedAt = now();
      return set !== undefined;
    },

    body: (name) =>
      sets
        .flatMap(({ segments }) => segments)
        .map((one) => bodyIn(one, name))
        .find(Boolean),

    trim(maxBytes) {
      if (sets.length === 0) return;
      sets = sets.filter(({ listedAt }) => now() - listedAt < keptMs);
      while (sets.length > 1 && bytes() > maxBytes) {
        const [oldest] = sets.toSorted((a, b) => a.listedAt - b.listedAt);
        sets = sets.filter((set) => set !== oldest);
      }
    },

    bytes,

    clear() {
      era += 1;
      sets = [];
    },
  };
}
