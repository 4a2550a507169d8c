/**
 * This bridge's row among those of all bridges on the store: what commands wait for, wherever they run, before they say
 * that what they took away is not shown any more. Why that may be believed:
 *
 * - A look writes the row, begins the row's lease by the server's clock, and then reads, in one statement. What it finds
 *   extends the leases of sessions and of this bridge, all counted by this bridge's clocks from before the statement was
 *   sent, which is before the server began the row's lease: by the time that the row's is over, the others are. They are a
 *   tenth shorter, too. A bridge that is stopped (SIGSTOP) before or after the server has answered holds back by the same
 *   count, and so does one that hears nothing.
 * - Nothing leaves while the bridge's own lease does not run, also if a session's was extended by a look of a request,
 *   which writes no row.
 * - A command first writes, then counts what was taken away (`taken`), then reads the rows under a lock. A look that is
 *   under way has written its row before: the command waits for it, and sees how long its lease is. A later one waits for
 *   the command, and then finds what the command wrote. So a row whose lease was over when the command read it is of a
 *   bridge that finds out before it shows anything.
 * - A bridge that starts shows nothing before its row is committed and another look was answered. A command that did not
 *   see the row was over by then, and that look finds what it wrote.
 * - It has acted on `taken` when every session that was found not to stand has ended, and every other one has either been
 *   found to stand by a look that saw as much, or no lease: one that began meanwhile is asked about anew, even if a look
 *   of a request, which may have seen less, is answered later. Only then is it said, at once or with the next look; one
 *   that is still under way says what was acted on before, which is less.
 * - A clock of this machine that jumps ends its leases early (lease.ts); one that stands still together with the other, in
 *   a machine that was paused as a whole, is not noticed. The server's clock decides for commands alone, and for rows
 *   alone that are not heard of at the same time (cli/wait-for-bridges.ts).
 */
import type { Bridges, BridgeLook, Reached } from '../../storage/bridges.ts';
import { newBridgeId } from '../../identity/ids.ts';
import { Failure } from '../../common/failures.ts';
import type { Foothold } from '../../storage/revalidate.ts';
import { Lease, type LeaseTerms, type Moment } from './lease.ts';

export interface OwnRow {
  /** This bridge's: nothing leaves without it. */
  readonly lease: Pick<Lease, 'runs' | 'remainingMs'>;
  /**
   * Asks about all sessions, as `Store.revalidate` does, and says what was acted on before. Not to be called while another
   * call is under way. @throws Failure if the store does not answer, or is not to be believed any more
   */
  look(footholds: readonly Foothold[]): Promise<BridgeLook>;
  /** Whether more was taken away by then than was acted on. */
  isNews(looked: BridgeLook): boolean;
  /** To be called once everything that a look said has been done. `lookedAt` is before it was sent. */
  acted(looked: BridgeLook, lookedAt: Moment): Promise<void>;
  /** Removes the row, for good: every session has ended. */
  leave(): Promise<void>;
}

export interface OwnRowParts {
  readonly bridges: Bridges;
  /** For people. */
  readonly name: string;
  /** L, in milliseconds. */
  readonly leaseMs: number;
  /** Those of sessions. */
  readonly terms: LeaseTerms;
  /**
   * Called when the numbers of revisions have gone back, before any of a look's is used: a server that was promoted or
   * has crashed may give them out anew, though nothing that was committed was lost.
   */
  readonly onRenumbered: () => void;
}

const nothing: Reached = { taken: 0, control: 0, all: 0 };

/** Makes it; the row is made with the first look. */
export function createOwnRow({ bridges, name, leaseMs, terms, onRenumbered }: OwnRowParts): OwnRow {
  const id = newBridgeId();
  const lease = new Lease(terms);
  let done = nothing;
  /** What the row says, as far as that is known. */
  let said = 0;
  let highest = 0;
  let isThere = false;
  let hasLeft = false;

  async function look(footholds: readonly Foothold[]): Promise<BridgeLook> {
    if (hasLeft) throw new Failure('storage-down', 'this bridge has left the store');
    if (!isThere) {
      await bridges.enter({ id, name, leaseMs });
      [isThere, said] = [true, 0];
    }
    try {
      const looked = await bridges.look(id, done, footholds);
      said = Math.max(said, done.taken);
      const { all } = looked.revisions;
      if (all < highest) onRenumbered();
      highest = all;
      return looked;
    } catch (error) {
      // It was not heard of for so long that it was removed.
      if (error instanceof Failure && error.code === 'not-found') isThere = false;
      throw error;
    }
  }

  return {
    lease,
    look,
    isNews: ({ taken }) => taken > done.taken,
    async acted({ taken, revisions }, lookedAt) {
      if (hasLeft) return;
      lease.extend(lookedAt);
      done = { taken, ...revisions };
      if (taken === said) return;
      try {
        await bridges.acted(id, done);
        said = taken;
      } catch {
        // The next look says it.
      }
    },
    async leave() {
      hasLeft = true;
      if (isThere) await bridges.leave(id);
    },
  };
}
