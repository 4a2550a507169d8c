import type { Filmed } from '../../partitions/stamp.ts';

export interface Segment extends Filmed {
  readonly sequence: number;
  readonly name: string;
  readonly body: Uint8Array;
  readonly units: number;
  readonly durationUs: number;
  readonly independent: boolean;
  readonly discontinuity: boolean;
  readonly wallMs: number;
  /** CMAF's initialisation section. */
  readonly init?: { readonly name: string; readonly body: Uint8Array };
}

/** How many segments beyond the playlist are kept for a player that is slow to fetch. */
const kept = 4;
/** With so many whole GOPs behind them, the pieces of a run's first GOP have served. */
const wholeGops = 3;

/** The live window: what the playlist lists, and a few that have left it. */
export interface Window {
  add(segment: Segment): void;
  /**
   * What the playlist lists, oldest first: nothing filmed before `since`, and beginning with a key
   * picture where something of that time is left out.
   */
  listed(since: number): readonly Segment[];
  /** How many discontinuities stand before the first of these (RFC 8216 §4.3.3.3). */
  discontinuities(listed: readonly Segment[]): number;
  /** A segment or initialisation section by name, listed or lately so. */
  body(name: string): (Filmed & Pick<Segment, 'body' | 'units'>) | undefined;
  /** Forgets all segments, not the counts. */
  clear(): void;
}

export function createWindow(playlistLength: number): Window {
  let listed: Segment[] = [];
  let popped: Segment[] = [];
  let discontinuities = 0;

  function pop(count: number): void {
    const gone = listed.slice(0, count);
    listed = listed.slice(count);
    discontinuities += gone.filter(({ discontinuity }) => discontinuity).length;
    popped = [...popped, ...gone].slice(-kept);
  }

  /** A player that joins may begin at the head, so the head must be one it can begin with. */
  function trim(): void {
    const lastPiece = listed.findLastIndex(({ independent }) => !independent);
    if (lastPiece >= 0 && listed.length - 1 - lastPiece >= wholeGops) pop(lastPiece + 1);
    if (listed.length <= playlistLength) return;
    const over = listed.length - playlistLength;
    const head = listed.findIndex(({ independent }, index) => index >= over && independent);
    pop(head < 0 ? over : head);
  }

  return {
    add(segment) {
      listed.push(segment);
      trim();
    },
    listed(since) {
      if (listed.every(({ heardAt }) => heardAt >= since)) return listed;
      const first = listed.findIndex((one) => one.heardAt >= since && one.independent);
      return first < 0 ? [] : listed.slice(first);
    },
    discontinuities(shown) {
      const [first] = shown;
      const hidden = listed.slice(0, first === undefined ? undefined : listed.indexOf(first));
      return discontinuities + hidden.filter(({ discontinuity }) => discontinuity).length;
    },
    body(name) {
      for (const segment of [...listed, ...popped]) {
        if (segment.name === name) return segment;
        const { stamp, init } = segment;
        // Parameter sets only: no picture is in it.
        if (init?.name === name) return { stamp, heardAt: Infinity, body: init.body, units: 0 };
      }
      return undefined;
    },
    clear() {
      pop(listed.length);
      popped = [];
    },
  };
}
