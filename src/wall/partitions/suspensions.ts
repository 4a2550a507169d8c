/**
 * The operator's suspensions: a set of which any one forbids delivery. That of a device holds for everything
 * that leads to the same camera. Every session is checked against them when it starts and at every look
 * behind a lease.
 */
import type { MappedDevice } from '../../storage/device-map.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { SuspensionRecord, SuspensionScope } from '../../storage/suspensions.ts';
import type { RevisionClock } from './revision-clock.ts';

/** One account and one camera that it sees: all that a suspension can be of. */
export type AccountCamera = Pick<MappedDevice, 'account' | 'camera'> & {
  readonly model?: string | undefined;
};

/** The suspensions as of one control revision. */
export interface Held {
  /** Whether time alone can change what is said here: one of them has an end. */
  readonly temporary: boolean;
  /** Whether pictures of the camera behind a map entry are withheld from that entry's account. */
  forbids(entry: AccountCamera): boolean;
  /** Since when they are not withheld, in monotonic milliseconds: nothing that was filmed before is shown. */
  since(entry: AccountCamera): number;
  /**
   * Whether a suspension has begun and ended since somebody asked who got `revision` then and shows what was
   * filmed from `since` on.
   */
  lapsed(
    entry: AccountCamera,
    asked: { readonly revision: number; readonly since: number },
  ): boolean;
}

export interface Suspensions {
  /**
   * Returns the suspensions as of the control revision `control`, which the caller has just read. The store
   * is asked for the list only if that has changed since the last time.
   */
  at(control: number): Promise<Held>;
  /** Forbids everything from now on, whatever the store says. */
  hold(): void;
  /** Leaves the decision to the store again. */
  release(): void;
  /** Forbids everything for ever: what the store says is no longer believed. */
  silence(): void;
}

const all = 'all';

/** Returns the same text for the same scope, and for no other. */
export function keyOf(scope: SuspensionScope): string {
  if (scope.of === 'account') return `account ${scope.account}`;
  if (scope.of === 'camera') return `camera ${scope.camera}`;
  return scope.of === 'model' ? `model ${scope.model}` : all;
}

const keysOf = ({ account, camera, model }: AccountCamera): readonly string[] => [
  all,
  `account ${account}`,
  `camera ${camera}`,
  ...(model === undefined ? [] : [`model ${model}`]),
];

export interface SuspensionsParts {
  readonly store: OperatorStore<'suspensions' | 'places'>;
  readonly dates: RevisionClock;
  /** Milliseconds since 1970; decides, together with `reached`, when a suspension ends by itself. */
  readonly now: () => number;
  /**
   * The time that has certainly come, though the wall clock may have leapt. While it is before the end of a
   * suspension, that holds for as long as it was meant to last since it was first seen here.
   */
  readonly reached: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** What is known of a suspension with an end; monotonic milliseconds. */
interface Noted {
  readonly firstSeen: number;
  /** When it was first seen to be over by itself. */
  overAt?: number | undefined;
}

/** Returns suspensions that ask the store for the first time at the first `at`. */
export function createSuspensions(parts: SuspensionsParts): Suspensions {
  const { store, dates, now, reached, clock } = parts;
  let kept: { readonly control: number; readonly held: Held } | undefined;
  let stopped = false;
  let silenced = false;
  /** Counts the emergency stops and their ends: a list that was read before one of them forbids everything. */
  let turns = 0;
  const seen = new Map<SuspensionRecord, Noted>();

  function isOver(until: number, since: number, { firstSeen }: Noted): boolean {
    if (now() < until) return false;
    return reached() >= until || clock() - firstSeen >= until - since;
  }

  /** Whether it is in force; notes the moment at which it is over. */
  function inForce(record: SuspensionRecord): boolean {
    if (record.until === undefined) return true;
    const noted: Noted = seen.get(record) ?? { firstSeen: clock() };
    seen.set(record, noted);
    const over = isOver(record.until, record.since, noted);
    // Even if nobody looked while it was in force: it is over since now, at the latest.
    noted.overAt = over ? (noted.overAt ?? clock()) : undefined;
    return !over;
  }

  /** Returns the keys of a scope. It means a camera itself, not its row: everything that leads to the same place. */
  async function keysFor(scope: SuspensionScope): Promise<readonly string[]> {
    if (scope.of !== 'camera') return [keyOf(scope)];
    const others = await store.operator.places.sharing(scope.camera);
    return [scope.camera, ...others].map((camera) => keyOf({ of: 'camera', camera }));
  }

  async function read(turn: number): Promise<Held> {
    const records = noteAll(await store.operator.suspensions.list());
    const standing = new Map<string, SuspensionRecord[]>();
    for (const record of records) {
      for (const key of await keysFor(record.scope)) {
        standing.set(key, [...(standing.get(key) ?? []), record]);
      }
    }
    const resumed = new Map<string, number>();
    for (const { scope, revision } of await store.operator.suspensions.resumptions()) {
      for (const key of await keysFor(scope)) {
        resumed.set(key, Math.max(revision, resumed.get(key) ?? revision));
      }
    }
    const recordsOf = (key: string): readonly SuspensionRecord[] => standing.get(key) ?? [];

    /** Returns when the last of those with an end was seen to be over. */
    function overAt(key: string): number {
      const times = recordsOf(key).map((record) =>
        inForce(record) ? -Infinity : (seen.get(record)?.overAt ?? -Infinity),
      );
      return Math.max(-Infinity, ...times);
    }
    function sinceOf(key: string): number {
      const revision = resumed.get(key);
      return Math.max(revision === undefined ? -Infinity : dates.timeOf(revision), overAt(key));
    }
    // Nearly always true: then there is nothing to look for, whoever asks.
    const isIdle = standing.size === 0 && resumed.size === 0;
    return {
      temporary: records.some(({ until }) => until !== undefined),
      forbids: (entry) =>
        stopped ||
        silenced ||
        turn !== turns ||
        (!isIdle && keysOf(entry).flatMap(recordsOf).some(inForce)),
      since: (entry) => (isIdle ? -Infinity : Math.max(...keysOf(entry).map(sinceOf))),
      lapsed: (entry, { revision, since }) =>
        !isIdle &&
        keysOf(entry).some((key) => (resumed.get(key) ?? 0) > revision || overAt(key) > since),
    };
  }

  /**
   * Notes what the list holds now, in one go: other readings may be under way. Returns the objects that stand for it;
   * of a record that is known, the same as before.
   */
  function noteAll(records: readonly SuspensionRecord[]): readonly SuspensionRecord[] {
    const same = (one: SuspensionRecord, other: SuspensionRecord): boolean =>
      keyOf(one.scope) === keyOf(other.scope) &&
      one.since === other.since &&
      one.until === other.until;
    const known = Array.from(seen.keys());
    const listed = records.map((record) => known.find((one) => same(one, record)) ?? record);
    for (const one of known) if (!listed.includes(one)) seen.delete(one);
    for (const one of listed) inForce(one);
    return listed;
  }

  return {
    async at(control) {
      if (kept?.control === control) return kept.held;
      // The list is as new as that revision or newer, because it is read after the revision was.
      const turn = turns;
      const held = await read(turn);
      if (turn === turns) kept = { control, held };
      return held;
    },
    hold() {
      stopped = true;
      turns += 1;
      kept = undefined;
    },
    release() {
      // A list that was read meanwhile may be from before the suspension was written down.
      stopped = false;
      turns += 1;
      kept = undefined;
    },
    silence() {
      silenced = true;
    },
  };
}
