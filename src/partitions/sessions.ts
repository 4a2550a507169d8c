/** All running sessions, by account. An account's table goes when its last session has ended. */
import { Failure } from '../failures.ts';
import { newSessionId, type AccountId, type GrantId, type SessionId } from '../identity/ids.ts';
import type { Alarm } from './alarm.ts';
import { isAbandoned, leastNeeded } from './giving-way.ts';
import type { SessionEnd } from './partition.ts';
import type { Recorder } from './recorder.ts';
import { LiveSession, type SessionFacts, type SessionLimits } from './session.ts';

export interface SessionsOptions {
  readonly limits: SessionLimits;
  /** How many of one account displays have come for; of those that still await theirs, eight times as many. */
  readonly perAccount: number;
  readonly inAll: number;
  readonly alarm: Alarm;
  readonly recorder: Recorder;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** A display comes for its stream seconds after it was told of it. One that is awaited holds little. */
const awaitedTimes = 8;

type Table = Map<SessionId, LiveSession>;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #tables = new Map<AccountId, Table>();
  #size = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * A session that awaits its display is not ended by the next: its display was told that it may come. Where
   * an account has too many of them, those are ended that were abandoned, and then what the same linking asked
   * for of the same device before. Where the bridge carries as many sessions as it may, one of the account that
   * has the most of them gives way, as long as that leaves it no fewer than this one has then.
   * @throws Failure `too-many` or `overloaded` where none gives way, `storage-down` when the record of
   * deliveries cannot be written.
   */
  start(facts: Omit<SessionFacts, 'id'>): LiveSession {
    const { limits, inAll, alarm, recorder, clock } = this.#options;
    recorder.ready();
    const table: Table = this.#tables.get(facts.account) ?? new Map();
    this.#replaceAwaited(table, facts);
    if (this.#size >= inAll) this.#crowdOut(table.size + 1);
    if (this.#size >= inAll) throw new Failure('overloaded', 'too many streams are open');
    const named = { ...facts, id: newSessionId() };
    const session = new LiveSession(named, limits, alarm, recorder, clock);
    this.#tables.set(facts.account, table);
    table.set(session.id, session);
    this.#size += 1;
    session.onOpen(() => this.#replaceOpened(table, session));
    session.onEnd(() => this.#forget(session, table));
    return session;
  }

  find(account: AccountId, id: SessionId): LiveSession | undefined {
    return this.#tables.get(account)?.get(id);
  }

  *all(): Iterable<LiveSession> {
    // Copies: what is done to one session may end others.
    for (const table of Array.from(this.#tables.values())) yield* Array.from(table.values());
  }

  endGrant(account: AccountId, grant: GrantId | undefined, reason: SessionEnd): void {
    for (const session of Array.from(this.#tables.get(account)?.values() ?? [])) {
      if (session.grant === grant) session.end(reason);
    }
  }

  #replaceAwaited(table: Table, { grant, device }: Pick<SessionFacts, 'grant' | 'device'>): void {
    const most = this.#options.perAccount * awaitedTimes;
    // Nothing is gone through where it cannot be too many.
    if (table.size < most) return;
    const now = this.#options.clock();
    const awaited = Array.from(table.values()).filter(({ openedAt }) => openedAt === undefined);
    if (awaited.length < most) return;
    const before =
      awaited.find((session) => isAbandoned(session, now)) ??
      awaited.find((session) => session.grant === grant && session.device === device);
    if (before === undefined) {
      throw new Failure('too-many', 'too many streams of this account still await their displays');
    }
    before.end('replaced');
  }

  /** Of those that displays have come for, the one that is missed least goes, and never the newest. */
  #replaceOpened(table: Table, newest: LiveSession): void {
    if (table.size <= this.#options.perAccount) return;
    const opened = Array.from(table.values()).filter(({ openedAt }) => openedAt !== undefined);
    if (opened.length <= this.#options.perAccount) return;
    const others = opened.filter((session) => session !== newest);
    leastNeeded(others, this.#options.clock())?.end('replaced');
  }

  /** Ends a session of the account that has the most, where those are more than `share`. */
  #crowdOut(share: number): void {
    let largest: Table | undefined;
    for (const table of this.#tables.values()) {
      if (table.size > (largest?.size ?? share)) largest = table;
    }
    if (largest === undefined) return;
    leastNeeded(largest.values(), this.#options.clock())?.end('replaced');
  }

  #forget(session: LiveSession, table: Table): void {
    table.delete(session.id);
    this.#size -= 1;
    if (table.size === 0) this.#tables.delete(session.account);
  }
}
