/**
 * What is known of each camera now: that it plays, or the reason why it shows nothing, and since when. It is
 * bounded and kept in memory only, and written by everything that asks a camera.
 */
import { setImmediate } from 'node:timers/promises';
import type { Opened } from '../../wall/partitions/camera-address.ts';
import { LineReports, type Reporting } from './condition-reports.ts';
import { type Condition, type ConditionLine, grown, type NoteCondition } from './condition.ts';
import { type Reason, type ReasonCode, reasonCodes, sameReason } from './reason.ts';

type CameraId = Opened['stamp']['camera'];

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

/** Of what is left out: the usual clock, and at most one report a minute. */
export interface ConditionsOptions extends Partial<Reporting> {
  readonly onChange: Reporting['onChange'];
  /** How many cameras are remembered: those asked last. */
  readonly capacity?: number;
}

/** Thousands of cameras may be asked after: so many in one turn of the event loop. */
const askedInTurn = 32;

interface OfLine extends Condition {
  /** When it was noted last. */
  readonly notedAt: number;
  /** The opening of the address that was asked. */
  readonly opening: number;
  readonly reports: LineReports;
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

const same = (one: Reason | undefined, other: Reason | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameReason(one, other);

/** Makes a memory of conditions, empty at first. */
export function createConditions(options: ConditionsOptions): Conditions {
  const { onChange, now = Date.now, capacity = 10_000, reportIntervalMs = 60_000 } = options;
  const reporting = { onChange, now, reportIntervalMs };
  /** Those asked last stand at the end. */
  const cameras = new Map<CameraId, OfCamera>();

  function drop(camera: CameraId): void {
    for (const { reports } of cameras.get(camera)?.lines.values() ?? []) reports.close();
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

  return {
    note(from, line, reason) {
      const entry = enter(from);
      if (entry === undefined) return;
      const known = entry.lines.get(line);
      const isSame = known !== undefined && same(known.reason, reason);
      const since = isSame ? known.since : now();
      const reports = known?.reports ?? new LineReports(line, reporting);
      entry.lines.set(line, { reason, since, notedAt: now(), opening: from.opening, reports });
      reports.note(from, { reason, since }, !isSame);
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
