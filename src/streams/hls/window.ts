import type { Filmed } from '../../partitions/stamp.ts';

export interface Segment extends Filmed {
  readonly sequence: number;
  readonly name: string;
  readonly body: Uint8Array;
  readonly units: number;
  /** Where it begins on the stream's timeline. */
  readonly startUs: number;
  readonly durationUs: number;
  readonly independent: boolean;
  readonly discontinuity: boolean;
  /** When its first picture arrived: milliseconds since 1970; absent where that would mislead. */
  readonly wallMs?: number;
  /** CMAF's initialisation section. */
  readonly init?: { readonly name: string; readonly body: Uint8Array };
}

/** How many segments beyond the list are kept for a player that is slow to fetch. */
const kept = 4;

export interface WindowOptions {
  /** How long a list is at least, in microseconds. */
  readonly listUs: number;
  /** How long at most, where only the oldest of it begins with a key picture. */
  readonly mostUs: number;
  /** How many bytes of segments are kept. */
  readonly bytes: number;
}

/** The live window: what playlists list, and a few segments that have left it. */
export interface Window {
  /** Adds one. False where other segments of the list had to go because there are too many bytes. */
  add(segment: Segment): boolean;
  /** What may be listed, oldest first; of that nothing that was filmed before `since`. */
  listed(since: number): readonly Segment[];
  /** How many discontinuities stand before this segment (RFC 8216 §4.3.3.3), its own not counted. */
  discontinuities(before: Segment | undefined): number;
  /** A segment or initialisation section by name, listed or lately so. */
  body(name: string): (Filmed & Pick<Segment, 'body' | 'units'>) | undefined;
  /** What is kept, in bytes. */
  bytes(): number;
  /** Forgets all segments, not the counts. */
  clear(): void;
}

export function createWindow(options: WindowOptions): Window {
  let listed: Segment[] = [];
  let popped: Segment[] = [];
  let discontinuities = 0;

  const bytes = (): number =>
    [...popped, ...listed].reduce((sum, { body }) => sum + body.byteLength, 0);

  function pop(count: number): void {
    const gone = listed.slice(0, count);
    listed = listed.slice(count);
    discontinuities += gone.filter(({ discontinuity }) => discontinuity).length;
    popped = [...popped, ...gone].slice(-kept);
  }

  /** Whether the first of the list has served. */
  function isOver(lengthUs: number): boolean {
    const [first, ...rest] = listed;
    if (first === undefined) return false;
    const restUs = lengthUs - first.durationUs;
    // Whoever joins has to begin with a key picture.
    const needed = first.independent && !rest.some(({ independent }) => independent);
    return restUs >= (needed ? options.mostUs : options.listUs);
  }

  function trim(): boolean {
    let lengthUs = listed.reduce((sum, { durationUs }) => sum + durationUs, 0);
    while (isOver(lengthUs)) {
      lengthUs -= listed[0]?.durationUs ?? 0;
      pop(1);
    }
    while (popped.length > 0 && bytes() > options.bytes) popped.shift();
    const before = listed.length;
    while (listed.length > 1 && bytes() > options.bytes) {
      pop(1);
      popped = [];
    }
    return listed.length === before;
  }

  return {
    add(segment) {
      listed.push(segment);
      return trim();
    },
    listed(since) {
      return listed.filter(({ heardAt }) => heardAt >= since);
    },
    discontinuities(before) {
      const hidden = listed.slice(0, before === undefined ? undefined : listed.indexOf(before));
      return discontinuities + hidden.filter(({ discontinuity }) => discontinuity).length;
    },
    body(name) {
      for (const segment of [...listed, ...popped]) {
        const found = bodyIn(segment, name);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    bytes,
    clear() {
      pop(listed.length);
      popped = [];
    },
  };
}

/** A segment, or its initialisation section, where that is its name. */
export function bodyIn(
  segment: Segment,
  name: string,
): (Filmed & Pick<Segment, 'body' | 'units'>) | undefined {
  if (segment.name === name) return segment;
  const { stamp, init } = segment;
  // Parameter sets only: no picture is in it.
  if (init?.name === name) return { stamp, heardAt: Infinity, body: init.body, units: 0 };
  return undefined;
}
