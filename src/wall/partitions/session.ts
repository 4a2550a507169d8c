/**
 * One display watching one device, and the last check before bytes leave.
 *
 * A session may deliver only while it holds a lease (lease.ts): a short promise, taken from the map just before, that
 * its stamp is still this account's. Only another look at the map extends a lease, so a session whose
 * validity cannot be asked falls silent by itself.
 */
import { Failure } from '../../common/failures.ts';
import type { AccountId, DeviceId, GrantId, SessionId } from '../../identity/ids.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { Revisions } from '../../storage/revisions.ts';
import type { Alarm } from './alarm.ts';
import { Lease, type LeaseTerms, type Moment } from './lease.ts';
import { Notes } from './notes.ts';
import type { SessionEnd } from './partition.ts';
import type { AnsweredLines, Delivery, DeliveryFacts, Recorder } from './recorder.ts';
import { type Filmed, sameStamp, type Stamp } from './stamp.ts';

export interface SessionFacts extends DeliveryFacts {
  /** The opening of the camera's row that this session was started on. */
  readonly opening: number;
  /** When the unbroken right to it began, in monotonic milliseconds. */
  readonly since: number;
  /** The store's revisions under which all this was found to be true. */
  readonly revisions: Revisions;
}

export interface SessionLimits {
  /** Milliseconds to first use, between uses, and in all. */
  readonly openMs: number;
  readonly idleMs: number;
  readonly maxMs: number;
}

/** What the sessions of one account have in common. */
export interface SessionParts {
  readonly limits: SessionLimits;
  readonly alarm: Alarm;
  readonly recorder: Recorder;
  readonly lease: LeaseTerms;
  /** That of the bridge itself, if it has a row on the store: without it nothing leaves. */
  readonly bridge?: Pick<Lease, 'runs' | 'remainingMs'>;
  /** Called once when a session's display has come for it. */
  readonly onOpen?: (session: LiveSession) => void;
  /** Called when a session has ended, before its other listeners. */
  readonly onEnd?: (session: LiveSession) => void;
  /** Called with what a listener threw when it heard of an end; if left out, nobody catches that. Must not throw. */
  readonly onFault?: (error: unknown) => void;
}

type Ending = (reason: SessionEnd) => void;

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Thousands may await their displays at a time, so each is kept small: parts that most never need are made late. */
export class LiveSession implements SessionFacts {
  readonly id: SessionId;
  readonly account: AccountId;
  readonly grant: GrantId | undefined;
  readonly device: DeviceId;
  readonly model: string | undefined;
  readonly protocol: StreamProtocol;
  /** The address from which it was used last. */
  address: string | undefined;
  readonly stamp: Stamp;
  readonly opening: number;
  readonly since: number;
  answered: AnsweredLines | undefined;
  /** The store's revisions at which it was last found to stand. */
  revisions: Revisions;
  readonly #parts: SessionParts;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  #endings: readonly Ending[] = [];
  #notes: Notes | undefined;
  #openedAt: number | undefined;
  #usedAt: number | undefined;
  readonly #lease: Lease;
  #end: SessionEnd | undefined;
  #delivery: Delivery | undefined;
  /** How often a binding was reported, and how many of those reports are answered. */
  #news = 0;
  #known = 0;
  /** Looks that began before this count for nothing, in monotonic milliseconds: when what answers now was learnt. */
  #learntAt = -Infinity;

  constructor(id: SessionId, facts: Omit<SessionFacts, 'id'>, parts: SessionParts) {
    this.id = id;
    this.account = facts.account;
    this.grant = facts.grant;
    this.device = facts.device;
    this.model = facts.model;
    this.protocol = facts.protocol;
    this.stamp = facts.stamp;
    this.opening = facts.opening;
    this.since = facts.since;
    this.revisions = facts.revisions;
    this.#parts = parts;
    this.#lease = new Lease(parts.lease);
    this.startedAt = parts.lease.clock();
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** Whether what answers has to be learnt before anything leaves: the record must name it. */
  get unanswered(): boolean {
    return this.#delivery === undefined || this.outdated;
  }

  /** Whether something was bound since. */
  get outdated(): boolean {
    return this.#known < this.#news;
  }

  get news(): number {
    return this.#news;
  }

  /** Something was bound for its camera: what is known of what answers may be out of date. */
  heardOfAnswer(): void {
    this.#news += 1;
  }

  /** Sets what answers, as it was asked for when there were so many `news`. */
  answeredBy(lines: AnsweredLines, news: number): void {
    if (news < this.#known) return;
    this.#known = news;
    if (JSON.stringify(lines) === JSON.stringify(this.answered)) return;
    this.answered = lines;
    this.#learntAt = this.#parts.lease.clock();
    this.#delivery?.answered(lines);
  }

  /** When its display came for it, in monotonic milliseconds; undefined until then. */
  get openedAt(): number | undefined {
    return this.#openedAt;
  }

  /** When it was used last. */
  get usedAt(): number | undefined {
    return this.#usedAt;
  }

  admit(what: Filmed): void {
    if (this.ended) throw new Failure('stream-ended', 'the stream is over');
    if (!sameStamp(what.stamp, this.stamp)) {
      const event = { ...this.#facts(), expected: this.stamp, found: what.stamp };
      this.#parts.recorder.refused(event);
      this.#parts.alarm(event);
      this.end('foreign-stamp');
      throw new Failure('forbidden', 'the stream is over');
    }
    if (!this.isLeased) throw new Failure('unverified', 'whether this may be shown is asked again');
    // Filmed before the right began, or while delivery was suspended.
    if (!(what.heardAt >= this.since)) throw new Failure('not-found', 'nothing of that time');
    // Nobody is shown anything that the record could not name afterwards.
    if (this.#delivery === undefined) this.#parts.recorder.ready();
  }

  delivered(bytes: number, units: number): void {
    this.#delivery ??= this.#parts.recorder.begin(this);
    this.#delivery.add(bytes, units);
    if (this.#end !== undefined) this.#delivery.end(this.#end);
  }

  touch(from?: string): void {
    this.#usedAt = this.#parts.lease.clock();
    if (from !== undefined) this.address = from;
    if (this.#openedAt !== undefined) return;
    this.#openedAt = this.#usedAt;
    this.#parts.onOpen?.(this);
  }

  usedFrom(place: string): void {
    this.#noted().from(place);
  }

  reconnected(): void {
    this.#noted().reconnected();
  }

  /**
   * Whether its pictures may leave now, as far as the map goes: it was asked not long ago, and nothing was bound since
   * that the record could not name.
   */
  get isLeased(): boolean {
    const { bridge } = this.#parts;
    if (bridge?.runs(-Infinity) === false) return false;
    return !this.outdated && this.#lease.runs(this.#learntAt);
  }

  get leasedForMs(): number {
    return Math.min(this.#lease.remainingMs, this.#parts.bridge?.remainingMs ?? Infinity);
  }

  /**
   * Extends the lease after a look at the map that began at `lookedAt`. A look that began before it was known what
   * answers counts for nothing: what the record names must be what it found to stand.
   */
  lease(lookedAt: Moment): void {
    if (!this.outdated) this.#lease.extend(lookedAt);
  }

  /** What was asked before now does not count any more, even if it is answered later. */
  lookAnew(): void {
    this.#learntAt = this.#parts.lease.clock();
  }

  /** Ends the session when one of its times is up. */
  expire(): void {
    const { lease, limits } = this.#parts;
    const now = lease.clock();
    if (now - this.startedAt >= limits.maxMs) this.end('too-long');
    else if (this.#usedAt === undefined) {
      if (now - this.startedAt >= limits.openMs) this.end('not-opened');
    } else if (this.#lease.isOverdue) this.end('unverifiable');
    else if (now - this.#usedAt >= limits.idleMs) this.end('idle');
  }

  onEnd(work: Ending): void {
    if (this.#end !== undefined) work(this.#end);
    // Copied to its exact length: a list that is added to makes room for many more.
    else this.#endings = [...this.#endings, work];
  }

  end(reason: SessionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    const endings = this.#endings;
    this.#endings = [];
    this.#tell(() => this.#delivery?.end(reason));
    this.#tell(() => this.#parts.onEnd?.(this));
    for (const work of endings) this.#tell(() => work(reason));
  }

  /** Whoever fails keeps nobody else from hearing of the end, nor whoever ends sessions from the next. */
  #tell(work: () => void): void {
    const { onFault = throwUncaught } = this.#parts;
    try {
      work();
    } catch (error) {
      onFault(error);
    }
  }

  #noted(): Notes {
    return (this.#notes ??= new Notes((news) =>
      this.#parts.recorder.noted({ ...this.#facts(), stamp: this.stamp, ...news }),
    ));
  }

  #facts() {
    const { account, grant, id: session, device } = this;
    return { account, grant, session, device };
  }
}
