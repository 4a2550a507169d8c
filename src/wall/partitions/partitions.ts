/** The one door to anything an account owns. */
import { LRUCache } from 'lru-cache';
import { Failure } from '../../common/failures.ts';
import type { AccountId, CameraId, GrantId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { isGenuine, type Proof } from '../../identity/proof.ts';
import type { Tickets } from '../../identity/ticket.ts';
import type { Revisions } from '../../storage/revisions.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';
import type { Alarm } from './alarm.ts';
import type { CameraAddress } from './camera-address.ts';
import { createAnswering } from './answered.ts';
import { createEmergencyStop, type StopTerms } from './emergency-stop.ts';
import { createPartition, type PartitionParts } from './create-partition.ts';
import { newOpenPartition, type OpenPartition } from './open-partition.ts';
import type { Work } from './partition.ts';
import { leaseTerms } from './lease.ts';
import type { Recorder } from './recorder.ts';
import { createOwnRow } from './own-row.ts';
import { createRevisionClock } from './revision-clock.ts';
import { Sessions } from './sessions.ts';
import type { LiveSession, SessionLimits } from './session.ts';
import { createValidity } from './validity.ts';
import { createSuspensions } from './suspensions.ts';
import { createTicketPartition, isOfTicket, type TicketProof } from './ticket-partition.ts';
import { createWatch } from './watch.ts';

export type { StopTerms } from './emergency-stop.ts';

export interface PartitionsOptions {
  readonly store: Pick<Store, 'of' | 'revalidate' | 'bridges'> &
    OperatorStore<'suspensions' | 'places' | 'pins' | 'origins'>;
  readonly ring: KeyRing;
  readonly tickets: Tickets;
  readonly stream: SessionLimits;
  readonly alarm: Alarm;
  /** Keeps the record of who was shown what. */
  readonly recorder: Recorder;
  /** Called with what a listener threw when it heard of a session's end; if left out, nobody catches that. */
  readonly onFault?: (error: unknown) => void;
  /** Wall clock, for what is written into tokens: milliseconds since 1970. */
  readonly now: () => number;
  /** The time that has certainly come, by which suspensions end; the wall clock's if absent. */
  readonly reached?: () => number;
  /** Monotonic milliseconds, for leases and idle times. */
  readonly clock: () => number;
  /**
   * L, in milliseconds: how long after a right was taken away the last picture may arrive, where nothing can be heard of
   * it; and so how long streams outlive a store that does not answer.
   */
  readonly leaseMs: number;
  /** What this bridge is called in its row, if the store has rows of bridges: for people. */
  readonly name?: string;
  /** How many partitions are kept open at most; the least recently used goes. */
  readonly maxOpen: number;
  readonly maxSessionsPerAccount: number;
  readonly maxSessions: number;
}

export interface Partitions {
  /**
   * Opens the partition that `proof` speaks for, runs `work` inside and returns its result.
   * @throws Failure `unauthenticated` if the proof is not genuine or out of date, or the account or grant
   * behind it no longer stands; `storage-down` if that cannot be asked.
   */
  within<R>(proof: Proof, work: Work<R>): Promise<R>;
  /**
   * Checks at once whether every running session still stands, and ends those that do not. Returns the
   * revision of the store against which all of them were checked, or undefined if it could not be asked.
   */
  recheck(): Promise<number | undefined>;
  /**
   * Ends every session under `grant`, at once and whether the store answers or not: it was revoked. One that
   * starts later gets no lease.
   */
  endGrant(grant: GrantId): void;
  /**
   * Tells the sessions of `camera` that something was bound for it: the record of each must name that before
   * anything else of it leaves.
   */
  answersAnew(camera: CameraId): void;
  /**
   * The emergency stop: ends every session and starts none, at once, as if an operator had suspended all
   * delivery. Resolves once that is written down; from then on it is lifted as any suspension is. Until then
   * it holds in this process, and `report` gets the error of every attempt to write. Rejects if this is
   * closed before.
   */
  triggerEmergencyStop(terms: StopTerms, report: (error: unknown) => void): Promise<void>;
  /**
   * Takes back an emergency stop that is not written down yet. Returns its terms, or undefined if there was
   * none. @throws Failure if the store cannot be written: then the stop goes on.
   */
  takeBackEmergencyStop(): Promise<StopTerms | undefined>;
  /**
   * Ends every session and starts none until the process ends: the store on which delivery rests can no
   * longer be believed. Nothing is written down.
   */
  silence(): void;
  /** How many partitions are open and how many sessions run. */
  readonly load: { readonly partitions: number; readonly sessions: number };
  /** Ends every session. */
  close(): Promise<void>;
}

/** Builds the door. Nothing else reads the map or a session on a request's behalf. */
export function createPartitions(options: PartitionsOptions): Partitions {
  const { store, ring, tickets, stream, alarm, recorder, onFault, now, clock } = options;
  const lease = leaseTerms(options.leaseMs, { clock, now });
  const dates = createRevisionClock(clock);
  const row =
    store.bridges &&
    createOwnRow({
      bridges: store.bridges,
      name: options.name ?? 'a bridge',
      leaseMs: options.leaseMs,
      terms: lease,
      onRenumbered() {
        // When something was seen, or filmed, cannot be told by the numbers of before.
        dates.restart();
        for (const session of sessions.all()) session.end('unverifiable');
      },
    });
  const sessions: Sessions = new Sessions({
    limits: stream,
    perAccount: options.maxSessionsPerAccount,
    inAll: options.maxSessions,
    alarm,
    recorder,
    lease,
    ...(row && { bridge: row.lease }),
    onEnd: (session) => void addresses.delete(session),
    ...(onFault && { onFault }),
  });
  // Not a WeakMap: each promoted entry would stay in it until the whole heap is swept.
  const addresses = new Map<LiveSession, CameraAddress>();
  const openPartitions = new LRUCache<AccountId, OpenPartition>({
    max: options.maxOpen,
    dispose: ({ cache }) => cache.clear(),
  });
  const { reached = now } = options;
  const suspensions = createSuspensions({ store, dates, now, reached, clock });
  const validity = createValidity(store, suspensions, dates);
  const emergencyStop = createEmergencyStop({ store, sessions, suspensions, now });
  const learn = createAnswering({ store, ring, addresses });
  const watch = createWatch({ sessions, validity, learn, lease, ...(row && { row }) });
  const parts: PartitionParts = {
    store,
    ring,
    tickets,
    dates,
    sessions,
    validity,
    addresses,
    learn,
    lease,
    maxStreamMs: stream.maxMs,
  };

  function partitionOf(account: AccountId): OpenPartition {
    const open = openPartitions.get(account);
    if (open !== undefined) return open;
    const opened = newOpenPartition(account);
    openPartitions.set(account, opened);
    return opened;
  }

  /** Whether the session of a ticket was found to stand, and its grant with it, less than a lease ago. */
  function isLeased({ account, grant, session }: TicketProof): boolean {
    const found = sessions.find(account, session);
    return found?.isLeased === true && found.grant === grant;
  }

  /**
   * Asks whether account and grant of a proof still stand, before anything is opened: a stranger costs no memory.
   * Returns the store's revisions. @throws Failure `unauthenticated` if they do not.
   */
  async function look({ account, grant }: Proof): Promise<Revisions> {
    const { stands, revisions } = await store.of(account).look(grant);
    if (!stands) throw new Failure('unauthenticated', 'the link is over');
    dates.observe(revisions.all);
    return revisions;
  }

  return {
    async within<R>(proof: Proof, work: Work<R>): Promise<R> {
      if (!isGenuine(proof) || proof.expiresAt <= now()) {
        throw new Failure('unauthenticated', 'the proof is not valid');
      }
      if (isOfTicket(proof)) {
        if (!isLeased(proof)) await look(proof);
        return work(createTicketPartition(partitionOf(proof.account), proof, parts));
      }
      const revisions = await look(proof);
      const held = await suspensions.at(revisions.control);
      const visit = { opened: partitionOf(proof.account), proof, revisions, held };
      return work(createPartition(visit, parts));
    },
    answersAnew(camera) {
      for (const session of sessions.all()) {
        if (session.stamp.camera !== camera) continue;
        session.heardOfAnswer();
        // What it shows waits for the look after that. If it fails, the watch and the next request ask again.
        void learn(session).then(
          () => watch.look(),
          () => undefined,
        );
      }
    },
    recheck: () => watch.look(),
    endGrant(grant) {
      for (const session of sessions.all()) if (session.grant === grant) session.end('revoked');
    },
    triggerEmergencyStop: (terms, report) => emergencyStop.trigger(terms, report),
    takeBackEmergencyStop: () => emergencyStop.takeBack(),
    silence() {
      suspensions.silence();
      for (const session of sessions.all()) session.end('suspended');
      // Another database may have come to where the row was.
      void row?.leave().catch(() => undefined);
    },
    get load() {
      return { partitions: openPartitions.size, sessions: sessions.size };
    },
    async close() {
      await emergencyStop.close();
      await watch.close();
      for (const session of sessions.all()) session.end('shutdown');
      openPartitions.clear();
      // If the store does not answer, the row's lease runs out.
      await row?.leave().catch(() => undefined);
    },
  };
}
