/** Where a player begins, or begins anew; it waits if there is nothing yet. */
import type { Changes } from './changes.ts';
import type { Run } from './draft.ts';
import type { Intake } from './intake.ts';
import type { MuxQueue } from './mux-queue.ts';
import type { MediaPlaylist } from './playlist.ts';
import type { Starts } from './starts.ts';
import type { StillSets } from './still-sets.ts';
import type { Viewing } from './viewings.ts';
import type { Window } from './window.ts';

export interface OpeningParts {
  readonly window: Window;
  readonly starts: Starts;
  readonly stills: StillSets;
  readonly queue: MuxQueue;
  readonly changes: Changes;
  readonly intake: Intake;
  /** How long it waits for something to list, in milliseconds. */
  readonly waitMs: number;
  /** Called for the run whose key picture stands still. */
  readonly onHeld: (run: Run) => void;
}

/** Returns a viewing's playlist as it is now; undefined if there is nothing to list in time, or packaging stops. */
export type ListOf = (viewing: Viewing) => Promise<MediaPlaylist | undefined>;

/** However many requests for one viewing's playlist come meanwhile, it begins once. */
export function createOpening(parts: OpeningParts): ListOf {
  const { window, starts, stills, queue, changes, intake, waitMs, onHeld } = parts;

  /** Begins where the player would find a picture now. Not before it is known how long its segments may be. */
  async function begin({ view, since }: Viewing): Promise<MediaPlaylist | undefined> {
    const leadUs = intake.leadUs();
    const start = starts.of(since, leadUs, intake.edgeUs());
    if (start === undefined) intake.hasten();
    const targetSeconds = intake.targetSeconds();
    if (start === undefined || targetSeconds === undefined) return undefined;
    const { fromUs, begun } = start;
    const present = window.listed(-Infinity).filter(({ startUs }) => startUs >= fromUs).length;
    const held = await stills.of(begun, leadUs - start.leadUs, present);
    if (!intake.active()) return undefined;
    if (begun !== undefined && held.length > 0) onHeld(begun.run);
    view.begin({ fromUs, held, targetSeconds });
    return view.list();
  }

  async function open(viewing: Viewing): Promise<MediaPlaylist | undefined> {
    const untilMs = performance.now() + waitMs;
    for (;;) {
      const seen = changes.count();
      await queue.settled();
      const list = viewing.view.list() ?? (await begin(viewing));
      if (list !== undefined) return list;
      // If the camera did not answer, nobody packages.
      if (!intake.active() || !(await changes.next(seen, untilMs))) return undefined;
    }
  }

  return async (viewing) => {
    const list = viewing.view.list();
    if (list !== undefined) return list;
    viewing.opening ??= open(viewing).finally(() => delete viewing.opening);
    return viewing.opening;
  };
}
