/** Whether what a session was started on is still true: the question behind every lease. */
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Footing, Revalidated } from '../../storage/revalidate.ts';
import type { Revisions } from '../../storage/revisions.ts';
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

/** What was found of one session. */
export interface Verdict {
  /** Why it has to end; undefined while it stands. */
  readonly reason: SessionEnd | undefined;
  /** It is of these revisions of the store, or of later ones. */
  readonly revisions: Revisions;
}

/** What was found of sessions. */
export interface Verdicts {
  /** `Revisions.all` of every one of them. */
  readonly revision: number;
  /** In the order in which it was asked. */
  readonly each: readonly Verdict[];
}

/** As `Store.revalidate`. */
export type AskAll = (sessions: readonly LiveSession[]) => Promise<Revalidated>;

/** Whether sessions still stand, and if not, why they have to end. */
export interface Validity {
  /** Asks the store once, by `ask` if it is given, however many they are. Rejects if that cannot be asked. */
  ofAll(sessions: readonly LiveSession[], ask?: AskAll): Promise<Verdicts>;
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
  const asked = { revision: session.revisions.all, since: session.since };
  return held.forbids(of) || held.lapsed(of, asked) ? 'suspended' : undefined;
}

/** What can have changed though nothing of the account has: a suspension, by the operator or by the time of its end. */
function reasonOfOperator(
  session: LiveSession,
  held: Held,
  control: number,
): SessionEnd | undefined {
  if (control === session.revisions.control && !held.temporary) return undefined;
  const { account, stamp, model } = session;
  return suspendedBy(held, { account, camera: stamp.camera, model }, session);
}

/**
 * Reads from the store, never from an account's cache, and checks that the account exists, the grant is
 * active, the device is still the account's and leads to the same camera in the same ownership, it is opened
 * from the same address by the same pin, its owner is confirmed, and the operator has suspended none of it.
 * While the account is at the revision at which all that was found to be so, it is, but for suspensions.
 */
export function createValidity(
  store: Pick<Store, 'revalidate'>,
  suspensions: Suspensions,
  dates: RevisionClock,
): Validity {
  async function ofAll(
    sessions: readonly LiveSession[],
    ask: AskAll = (of) => store.revalidate(of),
  ): Promise<Verdicts> {
    const { revisions: common, found } = await ask(sessions);
    const { all, control } = common;
    dates.observe(all);
    const held = await suspensions.at(control);
    const each = sessions.map((session, at): Verdict => {
      const one = found[at] ?? 'unreadable';
      const { account } = session.revisions;
      if (one === 'unchanged') {
        const reason = reasonOfOperator(session, held, control);
        return { reason, revisions: { all, control, account } };
      }
      if (one === 'unreadable') return { reason: 'unverifiable', revisions: session.revisions };
      const { revision } = one;
      return {
        reason: reasonOf(session, one, held),
        revisions: { all, control, account: revision },
      };
    });
    return { revision: all, each };
  }

  return {
    ofAll,
    async reasonToEnd(session) {
      const { each } = await ofAll([session]);
      const [verdict] = each;
      return verdict === undefined ? 'unverifiable' : verdict.reason;
    },
  };
}
