import { bytesOf } from '../../media/unit-bytes.ts';
import type { Run, TimedVideo } from './draft.ts';
import { listUs } from './view.ts';
import type { Window } from './window.ts';

/** A picture that is older is no live picture any more: the display waits for the next key picture. In microseconds. */
export const oldestUs = 12_000_000;

/** A key picture that has begun a segment. */
export interface Begun {
  readonly first: TimedVideo;
  readonly run: Run;
  /** The run's number. */
  readonly number: number;
}

/** Where a display may begin. */
export interface Start {
  readonly fromUs: number;
  /** How much there is from there on. */
  readonly leadUs: number;
  /** The key picture there, if it may stand still. */
  readonly begun?: Begun;
}

/** The key pictures with which displays may begin. */
export interface Starts {
  /** Adds one; those that are `leadUs` older need not stand still any more. */
  add(begun: Begun, leadUs: number): void;
  /**
   * Returns where a display begins that comes now and is shown nothing from before `since`; `edgeUs` is where
   * the newest picture stands.
   */
  of(since: number, leadUs: number, edgeUs: number | undefined): Start | undefined;
  /** Returns how much is held for them, in bytes. */
  bytes(): number;
  clear(): void;
}

/** Makes a list with none but what the window lists. */
export function createStarts(window: Window): Starts {
  let all: readonly Begun[] = [];
  return {
    add(begun, leadUs) {
      all = [...all.filter(({ first }) => first.atUs > begun.first.atUs - leadUs), begun];
    },
    of(since, leadUs, edge = -Infinity) {
      const segments = window.listed(since);
      const last = segments.at(-1);
      const endUs = last === undefined ? -Infinity : last.startUs + last.durationUs;
      const edgeUs = Math.max(endUs, edge);
      const starts = new Map<number, Begun | undefined>();
      for (const { startUs, independent } of segments)
        if (independent) starts.set(startUs, undefined);
      for (const one of all) if (one.first.unit.heardAt >= since) starts.set(one.first.atUs, one);
      const leads = [...starts]
        .map(([fromUs, one]) => ({ fromUs, leadUs: edgeUs - fromUs, ...(one && { begun: one }) }))
        .filter((start) => start.leadUs <= oldestUs)
        .toSorted((a, b) => a.leadUs - b.leadUs);
      return leads.find((one) => one.leadUs >= leadUs && one.leadUs <= listUs) ?? leads[0];
    },
    bytes: () => all.reduce((sum, { first }) => sum + bytesOf(first.unit), 0),
    clear() {
      all = [];
    },
  };
}
