import type { Filmed } from '../../../wall/partitions/stamp.ts';

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
  /** When its first picture arrived: milliseconds since 1970; absent if that would mislead. */
  readonly wallMs?: number;
  /** CMAF's initialisation section. */
  readonly init?: { readonly name: string; readonly body: Uint8Array };
}

export interface WindowOptions {
  /** How long a list is at least, in microseconds. */
  readonly listUs: number;
  /** How long at most, if only the oldest of it begins with a key picture. */
  readonly maxUs: number;
  /** How long segments that have left the list are kept for players that are slow to fetch, in microseconds. */
  readonly keepUs: number;
  /** How many bytes of segments are kept. */
  readonly bytes: number;
}

/** The live window: the segments that playlists list, and a few that have left it. */
export interface Window {
  /** Adds one. Returns false if other segments of the list had to go because there are too many bytes. */
  add(segment: Segment): boolean;
  /** Returns what may be listed, oldest first, without what was filmed before `since`. */
  listed(since: number): readonly Segment[];
  /**
   * Returns what came after the segment of that sequence and is still there, listed or lately so, without
   * what was filmed before `since`.
   */
  newer(than: number, since: number): readonly Segment[];
  /** Whether the segment of that name is still there. */
  has(name: string): boolean;
  /** Returns a segment or initialisation section by name, listed or lately so. */
  body(name: string): (Filmed & Pick<Segment, 'body' | 'units'>) | undefined;
  /** What is kept, in bytes. */
  bytes(): number;
  /** Drops all segments. */
  clear(): void;
}

/** Returns an empty window. */
export function createWindow(options: WindowOptions): Window {
  let listed: Segment[] = [];
  let popped: Segment[] = [];
  /** Of both; read with every picture that comes. */
  let bytes = 0;

  function pop(): void {
    const gone = listed.shift();
    if (gone !== undefined) popped.push(gone);
    let keptUs = lengthOf(popped);
    while (keptUs > options.keepUs) keptUs -= forgetOldest()?.durationUs ?? keptUs;
  }

  /** Drops one of those that have left the list. */
  function forgetOldest(): Segment | undefined {
    const gone = popped.shift();
    bytes -= gone?.body.byteLength ?? 0;
    return gone;
  }

  /** Whether the first of the list has served. */
  function isOver(lengthUs: number): boolean {
    const [first, ...rest] = listed;
    if (first === undefined) return false;
    const restUs = lengthUs - first.durationUs;
    // A display that joins has to begin with a key picture.
    const needed = first.independent && !rest.some(({ independent }) => independent);
    return restUs >= (needed ? options.maxUs : options.listUs);
  }

  function trim(): boolean {
    let lengthUs = lengthOf(listed);
    while (isOver(lengthUs)) {
      lengthUs -= listed[0]?.durationUs ?? 0;
      pop();
    }
    while (popped.length > 0 && bytes > options.bytes) forgetOldest();
    const before = listed.length;
    while (listed.length > 1 && bytes > options.bytes) {
      pop();
      while (popped.length > 0) forgetOldest();
    }
    return listed.length === before;
  }

  return {
    add(segment) {
      listed.push(segment);
      bytes += segment.body.byteLength;
      return trim();
    },
    listed(since) {
      return listed.filter(({ heardAt }) => heardAt >= since);
    },
    newer(than, since) {
      const all = [...popped, ...listed];
      return all.filter(({ sequence, heardAt }) => sequence > than && heardAt >= since);
    },
    has: (name) => [...popped, ...listed].some((segment) => segment.name === name),
    body(name) {
      for (const segment of [...listed, ...popped]) {
        const found = bodyIn(segment, name);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    bytes: () => bytes,
    clear() {
      listed = [];
      popped = [];
      bytes = 0;
    },
  };
}

/** Returns how long these are together, in microseconds. */
export function lengthOf(segments: readonly Pick<Segment, 'durationUs'>[]): number {
  return segments.reduce((sum, { durationUs }) => sum + durationUs, 0);
}

/** Returns a segment, or its initialisation section, if that is its name. */
export function bodyIn(
  segment: Segment,
  name: string,
): (Filmed & Pick<Segment, 'body' | 'units'>) | undefined {
  if (segment.name === name) return segment;
  const { stamp, init } = segment;
  // Only parameter sets: no picture is in it.
  if (init?.name === name) return { stamp, heardAt: Infinity, body: init.body, units: 0 };
  return undefined;
}
