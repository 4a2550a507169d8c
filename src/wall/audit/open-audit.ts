/** The delivery record of a running bridge: taken up at its start, written in the background. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../common/failures.ts';
import type { AuditKeys } from '../../identity/audit-key.ts';
import type { Recorder } from '../partitions/recorder.ts';
import type { History, TakeOver } from '../../storage/history.ts';
import { createDeliveries } from './deliveries.ts';
import { openJournal } from './journal.ts';
import { isoTime } from './lines.ts';
import { takeUp } from './take-up.ts';
import type { RecordPlace } from './place.ts';
import { recover } from './recover.ts';
import { retire } from './retire.ts';
import { openRunning } from './running-files.ts';

export interface AuditOptions {
  readonly place: RecordPlace;
  readonly keys: AuditKeys;
  /** The build that is running; see build.ts. */
  readonly build: string;
  readonly retentionMs: number;
  /** Called when the record cannot be written, and when it can again. Must not throw. */
  readonly onTrouble: (error: unknown) => void;
  readonly onMended: () => void;
  /** Where operators' words on who owns a camera are kept until they stand in the record. */
  readonly takeOvers: TakeOverQueue;
  /** What the store keeps of the past, and drops together with the record. */
  readonly past: Past;
  /** Whether the wall clock can be believed when something is dropped by its age; see careful-time.ts. */
  readonly settled: () => boolean;
  /** Called with everything that is dropped. Must not throw. */
  readonly onDropped: (dropped: Dropped) => void;
  /** Returns the store's revision, which the record must know. */
  readonly revision: () => Promise<number>;
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly maxFileBytes?: number;
}

/** What was dropped for its age: how many files of the record, and how much of what the store keeps. */
export interface Dropped {
  /** Milliseconds since 1970: what was over by then is dropped. */
  readonly before: number;
  readonly files: number;
  readonly rows: number;
}

/** See History of the store. */
export type Past = Pick<History, 'forgettable' | 'forget'>;

/** See History of the store. */
export type TakeOverQueue = Pick<History, 'unrecordedTakeOvers' | 'takeOversRecorded'>;

export interface Audit {
  readonly recorder: Recorder;
  /** Checks now whether something has reached its age, and whether that can be known. */
  retire(): Promise<void>;
  /** Writes everything and closes. The sessions must be over. */
  close(): Promise<void>;
}

/** A kill loses at most what happened since the last write. */
const writeIntervalMs = 400;
/** How long the disk may fail or hang before nobody is shown anything new. */
const timeoutMs = 10_000;
const retireIntervalMs = 3_600_000;
/** How many attempts are made at the end. */
const lastTries = 3;

/**
 * Closes in the record what a crash left open, and begins to write.
 * @throws Failure `internal` if the record was tampered with.
 */
export async function openAudit(options: AuditOptions): Promise<Audit> {
  const { place, keys, build, now, clock } = options;
  const recovered = await recover(place, keys);
  const journal = await openJournal(
    {
      place,
      keys,
      build,
      now,
      clock,
      carryOver: () => deliveries.carryOver(),
      maxBytes: options.maxFileBytes ?? 64 * 1024 * 1024,
    },
    recovered,
  );
  const totals = await openRunning(place.running, keys);
  const deliveries = createDeliveries({
    append: (body) => journal.append(body),
    ready() {
      if (journal.waitingMs < timeoutMs) return;
      throw new Failure('storage-down', 'the delivery record cannot be written');
    },
    build,
    now,
  });

  takeUp(journal, recovered, totals.left);
  journal.append({ kind: 'start', build, node: process.versions.node });

  /** The last take-over that was appended; to be noted as such once it is on the disk. */
  let appended: TakeOver | undefined;
  async function appendTakeOvers(): Promise<void> {
    if (appended !== undefined) return;
    for (const one of await options.takeOvers.unrecordedTakeOvers()) {
      const { at, ...who } = one;
      journal.append({ kind: 'taken-over', ...who, on: isoTime(at) });
      appended = one;
    }
  }

  async function noteTakeOvers(): Promise<void> {
    if (appended !== undefined) await options.takeOvers.takeOversRecorded(appended);
    appended = undefined;
  }

  let troubled = false;
  async function writeAll(): Promise<void> {
    // If the store cannot be asked, it is asked again; what it has is not lost.
    await appendTakeOvers().catch(() => undefined);
    await options.revision().then(
      (revision) => journal.heard(revision),
      () => undefined,
    );
    try {
      await journal.flush();
      await noteTakeOvers().catch(() => undefined);
      await totals.write(deliveries.running());
      if (troubled) options.onMended();
      troubled = false;
    } catch (error) {
      if (!troubled) options.onTrouble(error);
      troubled = true;
    }
  }

  async function closeFiles(): Promise<void> {
    await journal.close();
    await totals.close();
  }

  /** The line comes first, so nothing is dropped without a word. */
  async function forget(before: number): Promise<number> {
    const rows = await options.past.forgettable(before);
    if (rows === 0) return 0;
    journal.append({ kind: 'forgotten', before: isoTime(before), rows });
    await journal.flush();
    return options.past.forget(before);
  }

  async function dropOld(): Promise<void> {
    const before = now() - options.retentionMs;
    const files = await retire(place, journal, { before, now: now() });
    const rows = await forget(before);
    if (files + rows > 0) options.onDropped({ before, files, rows });
  }

  async function retireNow(): Promise<void> {
    try {
      journal.turn();
      await journal.flush();
      if (options.settled()) await dropOld();
    } catch (error) {
      options.onTrouble(error);
    }
  }

  await writeAll();
  if (troubled) {
    await closeFiles();
    throw new Failure('storage-down', `the delivery record in ${place.folder} cannot be written`);
  }
  await retireNow();
  let writing: Promise<void> | undefined;
  const writes = setInterval(() => {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
  }, writeIntervalMs);
  const retiring = setInterval(() => void retireNow(), retireIntervalMs);

  return {
    recorder: deliveries,
    retire: retireNow,
    async close() {
      clearInterval(writes);
      clearInterval(retiring);
      await writing;
      journal.append({ kind: 'stop' });
      for (let tries = 0; tries < lastTries; tries += 1) {
        await writeAll();
        if (!troubled) break;
        await pause(writeIntervalMs);
      }
      await closeFiles();
    },
  };
}
