/** All running sessions, by account. An account's table goes when its last session has ended. */
import { Failure } from '../../common/failures.ts';
import { newSessionId, type AccountId, type GrantId, type SessionId } from '../../identity/ids.ts';
import { isAbandoned, leastNeeded } from './giving-way.ts';
import type { SessionEnd } from './partition.ts';
import { LiveSession, type SessionFacts, type SessionParts } from './session.ts';

export interface SessionsOptions extends Omit<SessionParts, 'onOpen'> {
  /**
   * How many sessions one account has that displays have come for; it may have eight times as many that still
   * await theirs.
   */
  readonly perAccount: number;
  readonly inAll: number;
}

/** A display comes for its stream seconds after it was told of it. An awaited session holds little. */
const awaitedTimes = 8;

interface Table {
  readonly sessions: Map<SessionId, LiveSession>;
  /** Those sessions that no display has come for, in the order in which they were started. */
  readonly awaited: Set<LiveSession>;
  readonly parts: SessionParts;
}

const tooMany = (): Failure =>
  new Failure('too-many', 'too many streams of this account still await their displays');

/** The running sessions of all accounts, each account's apart. */
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
   * Starts a session. One that awaits its display is not ended by the next: its display was told that it may
   * come. If an account has too many of them, the abandoned ones end, and then what the same linking asked
   * for of the same device before. If the bridge carries as many sessions as it may, one of the account that
   * has the most gives way, as long as that leaves it no fewer than this account has then; else one of this
   * account's own, as above.
   * @throws Failure `too-many` or `overloaded` if none gives way, `storage-down` if the record of deliveries
   * cannot be written.
   */
  start(facts: Omit<SessionFacts, 'id'>): LiveSession {
    const { perAccount, inAll, recorder } = this.#options;
    recorder.ready();
    const table = this.#tables.get(facts.account) ?? this.#newTable();
    const isFull = (): boolean => this.#size >= inAll;
    if (table.awaited.size >= perAccount * awaitedTimes) {
      if (!this.#replaceAwaited(table.awaited, facts)) throw tooMany();
    }
    if (isFull()) this.#crowdOut(table.sessions.size + 1);
    if (isFull()) this.#replaceAwaited(table.awaited, facts);
    if (isFull()) throw new Failure('overloaded', 'too many streams are open');
    const session = new LiveSession(newSessionId(), facts, table.parts);
    this.#tables.set(facts.account, table);
    table.sessions.set(session.id, session);
    table.awaited.add(session);
    this.#size += 1;
    return session;
  }

  find(account: AccountId, id: SessionId): LiveSession | undefined {
    return this.#tables.get(account)?.sessions.get(id);
  }

  *all(): Iterable<LiveSession> {
    // Copies: an action on one session may end others.
    for (const { sessions } of Array.from(this.#tables.values())) {
      yield* Array.from(sessions.values());
    }
  }

  endGrant(account: AccountId, grant: GrantId | undefined, reason: SessionEnd): void {
    for (const session of Array.from(this.#tables.get(account)?.sessions.values() ?? [])) {
      if (session.grant === grant) session.end(reason);
    }
  }

  #newTable(): Table {
    const { limits, alarm, recorder, lease, bridge, onFault } = this.#options;
    const onOpen = (session: LiveSession): void => {
      table.awaited.delete(session);
      this.#replaceOpened(table, session);
    };
    const onEnd = (session: LiveSession): void => this.#forget(session, table);
    const faults = onFault && { onFault };
    const parts = {
      limits,
      alarm,
      recorder,
      lease,
      ...(bridge && { bridge }),
      onOpen,
      onEnd,
      ...faults,
    };
    const table: Table = { sessions: new Map(), awaited: new Set(), parts };
    return table;
  }

  /** Ends one to make room for the session of `facts`. Returns whether one was ended. */
  #replaceAwaited(
    awaited: Table['awaited'],
    { grant, device }: Pick<SessionFacts, 'grant' | 'device'>,
  ): boolean {
    const now = this.#options.lease.clock();
    for (const session of awaited) {
      // They stand in the order of their start: if the first is not abandoned, none is.
      const isSameAgain = session.grant === grant && session.device === device;
      if (!isAbandoned(session, now) && !isSameAgain) continue;
      session.end(isSameAgain ? 'asked-again' : 'replaced');
      return true;
    }
    return false;
  }

  /** Ends, of those that displays have come for, the one that is missed least, and never the newest. */
  #replaceOpened({ sessions, awaited }: Table, newest: LiveSession): void {
    if (sessions.size - awaited.size <= this.#options.perAccount) return;
    const others = Array.from(sessions.values()).filter(
      (session) => session.openedAt !== undefined && session !== newest,
    );
    leastNeeded(others, this.#options.lease.clock())?.end('replaced');
  }

  /** Ends a session of the account that has the most, if those are more than `share`. */
  #crowdOut(share: number): void {
    let largest: Table['sessions'] | undefined;
    for (const { sessions } of this.#tables.values()) {
      if (sessions.size > (largest?.size ?? share)) largest = sessions;
    }
    if (largest === undefined) return;
    leastNeeded(largest.values(), this.#options.lease.clock())?.end('replaced');
  }

  #forget(session: LiveSession, table: Table): void {
    this.#options.onEnd?.(session);
    table.sessions.delete(session.id);
    table.awaited.delete(session);
    this.#size -= 1;
    if (table.sessions.size === 0) this.#tables.delete(session.account);
  }
}
