/**
 * What is known of each camera now: that it plays, or the reason why it shows nothing, and since when. It is
 * bounded and kept in memory only, and written by everything that asks a camera. If a camera's words change
 * again and again, at most one change a minute is reported.
 */
import { setImmediate } from 'node:timers/promises';
import type { Opened } from '../../wall/partitions/camera-address.ts';
import { type Reason, type ReasonCode, reasonCodes, sameReason } from './reason.ts';

type CameraId = Opened['stamp']['camera'];

/** Which of a camera's URLs was asked. */
export type ConditionLine = 'stream' | 'still' | 'onvif';

export interface Condition {
  /** Undefined if it plays, or answers. */
  readonly reason: Reason | undefined;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A change that is reported. */
export interface ConditionChange extends Condition {
  readonly from: Opened;
  readonly line: ConditionLine;
  /** How many changes were not reported since the last one that was. */
  readonly leftOut: number;
}

/** Notes how it went over one line; undefined: well. Never throws. */
export type NoteCondition = (from: Opened, line: ConditionLine, reason: Reason | undefined) => void;

export interface Conditions {
  readonly note: NoteCondition;
  /**
   * Returns the condition of one camera as it is opened now; undefined if it was not asked yet, or by an
   * earlier owner.
   */
  of(from: Opened, line?: ConditionLine): Condition | undefined;
  /** Returns how many cameras there are of each, by what was seen of their streams last. */
  counts(): Readonly<Record<ReasonCode | 'plays', number>>;
  /** Drops those of which `stands` says that their row is gone, or another owner's. Returns how many. */
  keep(stands: (camera: CameraId, epoch: number) => Promise<boolean>): Promise<number>;
  close(): void;
}

export interface ConditionsOptions {
  /** Called for changes. Must not throw. */
  readonly onChange: (change: ConditionChange) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How many cameras are remembered: those asked last. */
  readonly capacity?: number;
  /**
   * The interval between two reports about one line of a camera, in milliseconds; after a quiet time two come
   * at once.
   */
  readonly reportIntervalMs?: number;
}

/**
 * A lasting condition is noted anew by then, in milliseconds: a growing reason is not known to have grown any
 * further.
 */
export const renewMs = 5_000;
/** Thousands of cameras may be asked after: so many in one turn of the event loop. */
const askedInTurn = 32;

interface OfLine extends Condition {
  /** When it was noted last. */
  readonly notedAt: number;
  /** The opening of the address that was asked. */
  readonly opening: number;
  readonly reported: Reason | undefined | 'nothing';
  /** One more line is reported at once until an interval before this. */
  readonly paidUntil: number;
  readonly leftOut: number;
  readonly timer: NodeJS.Timeout | undefined;
}

interface OfCamera {
  readonly epoch: number;
  /** The latest opening of its lines. */
  readonly opening: number;
  readonly lines: Map<ConditionLine, OfLine>;
}

/** The opening's number goes up by one when it is written down that another camera answers. */
const raising: ReadonlySet<ReasonCode> = new Set([
  'another-camera',
  'other-key',
  'new-address',
  'other-log-in',
  'weaker-log-in',
  'led-elsewhere',
  'other-owner',
]);

/** Returns the reason as it is by now: its duration is counted on until nobody looks any more. */
function grown(reason: Reason | undefined, sinceMs: number): Reason | undefined {
  if (reason?.code !== 'no-key-picture') return reason;
  const more = Math.floor(Math.min(sinceMs, 2 * renewMs) / 1_000);
  return { ...reason, seconds: reason.seconds + more };
}

const same = (one: Reason | undefined, other: Reason | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameReason(one, other);

export function createConditions(options: ConditionsOptions): Conditions {
  const { onChange, now = Date.now, capacity = 10_000, reportIntervalMs = 60_000 } = options;
  /** Those asked last stand at the end. */
  const cameras = new Map<CameraId, OfCamera>();

  function drop(camera: CameraId): void {
    for (const { timer } of cameras.get(camera)?.lines.values() ?? []) clearTimeout(timer);
    cameras.delete(camera);
  }

  /** Returns what is kept of the camera; undefined if what was asked is over: its row says something else by now. */
  function enter({ stamp: { camera, epoch }, opening }: Opened): OfCamera | undefined {
    const known = cameras.get(camera);
    if (known !== undefined && (known.epoch > epoch || known.opening > opening)) return undefined;
    if (known !== undefined && known.epoch !== epoch) drop(camera);
    // Another address of the same owner's: what was reported last is compared with what comes now.
    const lines = known?.epoch === epoch ? known.lines : new Map<ConditionLine, OfLine>();
    const entry = { epoch, opening, lines };
    cameras.delete(camera);
    cameras.set(camera, entry);
    const [oldest] = cameras.keys();
    if (cameras.size > capacity && oldest !== undefined) drop(oldest);
    return entry;
  }

  function reportNow(from: Opened, line: ConditionLine, lines: OfCamera['lines']): void {
    const known = lines.get(line);
    if (known === undefined) return;
    const { reason, since, leftOut } = known;
    const paidUntil = Math.max(known.paidUntil, now()) + reportIntervalMs;
    lines.set(line, { ...known, reported: reason, paidUntil, leftOut: 0, timer: undefined });
    onChange({ from, line, reason, since, leftOut });
  }

  function changed(from: Opened, line: ConditionLine, lines: OfCamera['lines']): void {
    const known = lines.get(line);
    if (known === undefined) return;
    // That it plays, at first, is no change that anybody waits for.
    if (known.reported === 'nothing' && known.reason === undefined) {
      lines.set(line, { ...known, reported: undefined });
      return;
    }
    // Two at once: somebody who mends a camera looks just then for the line that it plays again.
    const waitMs = known.paidUntil - reportIntervalMs - now();
    if (known.timer === undefined && waitMs <= 0) {
      reportNow(from, line, lines);
      return;
    }
    const timer = known.timer ?? setTimeout(() => reportNow(from, line, lines), waitMs).unref();
    lines.set(line, { ...known, leftOut: known.leftOut + 1, timer });
  }

  return {
    note(from, line, reason) {
      const entry = enter(from);
      if (entry === undefined) return;
      const known = entry.lines.get(line);
      const isSame = known !== undefined && same(known.reason, reason);
      const since = isSame ? known.since : now();
      const before = known ?? {
        reported: 'nothing',
        paidUntil: -Infinity,
        leftOut: 0,
        timer: undefined,
      };
      entry.lines.set(line, {
        ...before,
        reason,
        since,
        notedAt: now(),
        opening: from.opening,
      });
      if (!isSame) changed(from, line, entry.lines);
    },

    of({ stamp: { camera, epoch }, opening }, line = 'stream') {
      const known = cameras.get(camera);
      if (known?.epoch !== epoch) return undefined;
      const found = known.lines.get(line);
      if (found === undefined) return undefined;
      const { since, notedAt } = found;
      const reason = grown(found.reason, now() - notedAt);
      const raised = reason !== undefined && raising.has(reason.code) ? 1 : 0;
      const stands = found.opening === opening || found.opening + raised === opening;
      return stands ? { reason, since } : undefined;
    },

    counts() {
      const counts = Object.fromEntries(
        [...reasonCodes, 'plays' as const].map((code) => [code, 0]),
      ) as Record<ReasonCode | 'plays', number>;
      for (const { lines } of cameras.values()) {
        const stream = lines.get('stream');
        if (stream !== undefined) counts[stream.reason?.code ?? 'plays'] += 1;
      }
      return counts;
    },

    async keep(stands) {
      let [asked, forgotten] = [0, 0];
      for (const [camera, { epoch }] of Array.from(cameras)) {
        asked += 1;
        if (asked % askedInTurn === 0) await setImmediate();
        if ((await stands(camera, epoch)) || cameras.get(camera)?.epoch !== epoch) continue;
        drop(camera);
        forgotten += 1;
      }
      return forgotten;
    },

    close() {
      for (const camera of Array.from(cameras.keys())) drop(camera);
    },
  };
}
