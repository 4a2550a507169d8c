/** Whether what a session was started on is still true: the question behind every lease. */
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Footing } from '../../storage/revalidate.ts';
import type { Store } from '../../storage/store.ts';
import type { SessionEnd } from './partition.ts';
import type { RevisionClock } from './revision-clock.ts';
import type { LiveSession } from './session.ts';
import { sameStamp, type Stamp } from './stamp.ts';
import type { Held, AccountCamera, Suspensions } from './suspensions.ts';

/** Returns the stamp that the map gives to a device now. */
export function stampOf(entry: MappedDevice): Stamp {
  return Object.freeze({ camera: entry.camera, epoch: entry.epoch });
}

/** What was found of sessions, in the order in which it was asked. */
export interface Verdicts {
  /** They are of this revision of the store, or of a later one. */
  readonly revision: number;
  /** Why each has to end; undefined for one that stands. */
  readonly reasons: readonly (SessionEnd | undefined)[];
}

/** Whether sessions still stand, and if not, why they have to end. */
export interface Validity {
  /** Asks the store once, however many they are. Rejects if that cannot be asked. */
  ofAll(sessions: readonly LiveSession[]): Promise<Verdicts>;
  /** Returns undefined while it stands. Rejects if that cannot be asked. */
  reasonToEnd(session: LiveSession): Promise<SessionEnd | undefined>;
}

function reasonOf(
  session: LiveSession,
  { stands, entry }: Footing,
  held: Held,
): SessionEnd | undefined {
  if (!stands) return 'revoked';
  if (entry === undefined || !sameStamp(stampOf(entry), session.stamp)) return 'revoked';
  // Answers are told apart by their order alone: another account's entry of the same camera is no answer.
  if (entry.account !== session.account || entry.device !== session.device) return 'revoked';
  if (entry.opening !== session.opening) return 'reopened';
  if (entry.unconfirmed) return 'suspended';
  return suspendedBy(held, entry, session);
}

function suspendedBy(held: Held, of: AccountCamera, session: LiveSession): 'suspended' | undefined {
  // This includes one that came and went between two looks: pictures filmed meanwhile may be under way.
  return held.forbids(of) || held.lapsed(of, session) ? 'suspended' : undefined;
}

/** What can have changed though the store has not: the time by which a suspension is over, or is not yet. */
function reasonByTime(session: LiveSession, held: Held): SessionEnd | undefined {
  if (!held.temporary) return undefined;
  const { account, stamp, model } = session;
  return suspendedBy(held, { account, camera: stamp.camera, model }, session);
}

/**
 * Reads from the store, never from an account's cache, and checks that the account exists, the grant is
 * active, the device is still the account's and leads to the same camera in the same ownership, it is opened
 * from the same address by the same pin, its owner is confirmed, and the operator has suspended none of it.
 * While the store is at the revision at which all that was found to be so, it is, but for a suspension with an end.
 */
export function createValidity(
  store: Pick<Store, 'revalidate'>,
  suspensions: Suspensions,
  revisions: RevisionClock,
): Validity {
  async function ofAll(sessions: readonly LiveSession[]): Promise<Verdicts> {
    const { revision, found } = await store.revalidate(sessions);
    revisions.observe(revision);
    const held = await suspensions.at(revision);
    const reasons = sessions.map((session, at) => {
      const one = found[at] ?? 'unreadable';
      if (one === 'unchanged') return reasonByTime(session, held);
      return one === 'unreadable' ? 'unverifiable' : reasonOf(session, one, held);
    });
    return { revision, reasons };
  }

  return {
    ofAll,
    async reasonToEnd(session) {
      const { reasons } = await ofAll([session]);
      return reasons[0];
    },
  };
}
