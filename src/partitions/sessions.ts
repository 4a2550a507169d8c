/** All running sessions, by account. An account's table goes when its last session has ended. */
import { Failure } from '../failures.ts';
import { newSessionId, type AccountId, type GrantId, type SessionId } from '../identity/ids.ts';
import type { Alarm } from './alarm.ts';
import type { SessionEnd } from './partition.ts';
import type { Recorder } from './recorder.ts';
import { LiveSession, type SessionFacts, type SessionLimits } from './session.ts';

export interface SessionsOptions {
  readonly limits: SessionLimits;
  readonly perAccount: number;
  readonly inAll: number;
  readonly alarm: Alarm;
  readonly recorder: Recorder;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #tables = new Map<AccountId, Map<SessionId, LiveSession>>();
  #size = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Where the bridge carries as many sessions as it may, one of the account that has the most of them
   * gives way, as long as that leaves it no fewer than this one has then.
   * @throws Failure `overloaded` where none gives way, `storage-down` when the record of deliveries
   * cannot be written.
   */
  start(facts: Omit<SessionFacts, 'id'>): LiveSession {
    const { limits, perAccount, inAll, alarm, recorder, clock } = this.#options;
    recorder.ready();
    const table = this.#tables.get(facts.account) ?? new Map<SessionId, LiveSession>();
    if (table.size >= perAccount) this.#leastUsed(table)?.end('replaced');
    if (this.#size >= inAll) this.#crowdOut(table.size + 1);
    if (this.#size >= inAll) throw new Failure('overloaded', 'too many streams are open');
    const named = { ...facts, id: newSessionId() };
    const session = new LiveSession(named, limits, alarm, recorder, clock);
    this.#tables.set(facts.account, table);
    table.set(session.id, session);
    this.#size += 1;
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

  /** One that no display has opened yet goes first; among equals the oldest. */
  #leastUsed(table: Map<SessionId, LiveSession>): LiveSession | undefined {
    let oldest: LiveSession | undefined;
    for (const session of table.values()) {
      if (!session.opened) return session;
      oldest ??= session;
    }
    return oldest;
  }

  /** Ends a session of the account that has the most, where those are more than `share`. */
  #crowdOut(share: number): void {
    let largest: Map<SessionId, LiveSession> | undefined;
    for (const table of this.#tables.values()) {
      if (table.size > (largest?.size ?? share)) largest = table;
    }
    if (largest !== undefined) this.#leastUsed(largest)?.end('replaced');
  }

  #forget(session: LiveSession, table: Map<SessionId, LiveSession>): void {
    table.delete(session.id);
    this.#size -= 1;
    if (table.size === 0) this.#tables.delete(session.account);
  }
}
