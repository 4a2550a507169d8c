/**
 * The writer. Lines are taken at once and written later, in batches, by the threads that do Node's file work:
 * a caller who hands over a line never waits for a disk.
 *
 * A batch is on the disk before the next begins, and the anchor is renewed after it. What could not be
 * written is tried again, at the same place, until it can.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { makeFolder } from '../../common/make-folder.ts';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { chained } from './chain.ts';
import type { Link } from './follow.ts';
import { headFile } from './head.ts';
import { isoTime, type LineBody } from './lines.ts';
import { recordFile, type RecordPlace } from './place.ts';
import type { Recovered } from './recover.ts';

export interface JournalOptions {
  readonly place: RecordPlace;
  readonly keys: AuditKeys;
  readonly build: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Returns the lines with which a new file has to begin, so that it can be understood without the ones before. */
  readonly carryOver: () => readonly LineBody[];
  /** A file that has reached this size is not written on. */
  readonly maxBytes: number;
}

export interface Journal {
  append(body: LineBody): void;
  /** The store has been at this revision: the anchor must know it, and never a lower one again. */
  heard(revision: number): void;
  /** Writes what is waiting; rejects if it could not, and keeps it. Calls run one after the other. */
  flush(): Promise<void>;
  /** Makes the next `flush` begin the day's file, even without a line, if that has not been done. */
  turn(): void;
  /** For how many milliseconds something has been waiting to be on the disk; 0 if nothing is. */
  readonly waitingMs: number;
  /** Closes the file; lines that still wait are lost. */
  close(): Promise<void>;
}

interface Waiting {
  /** Wall clock. */
  readonly at: number;
  /** Monotonic. */
  readonly since: number;
  readonly body: LineBody;
}

interface Current {
  readonly handle: FileHandle;
  readonly day: string;
  length: number;
}

/** A batch blocks the loop for a few milliseconds at most. */
const maxInBatch = 500;

/** One write may take less than all, on a disk that is nearly full. */
async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

const dayOf = (ms: number): string => isoTime(ms).slice(0, 10);

/** Opens the journal and goes on where `recovered` says. */
export async function openJournal(options: JournalOptions, recovered: Recovered): Promise<Journal> {
  const { place, keys, build, now, clock } = options;
  const [{ kid, key }] = keys;
  const head = headFile(place.head, keys);
  let last: Link = { seq: recovered.seq, hash: recovered.hash };
  let waiting: Waiting[] = [];
  let unanchoredSince: number | undefined;
  let due = false;
  let { revision } = recovered;
  let anchored = revision;
  let current: Current | undefined;
  /** A file that was begun and is not yet known to be on the disk. */
  let next: Current | undefined;

  makeFolder(place.folder, 0o700);
  if (recovered.file !== undefined) {
    const { path, length, began } = recovered.file;
    const handle = await open(path, 'r+');
    current = { handle, day: dayOf(began), length };
  }

  async function begin(at: number): Promise<Current> {
    const first = last.seq + 1;
    next ??= {
      handle: await open(recordFile(place.folder, first).path, 'wx', 0o600),
      day: dayOf(at),
      length: 0,
    };
    return next;
  }

  async function syncFolder(): Promise<void> {
    const handle = await open(place.folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const at = batch[0]?.at ?? now();
    const goOn =
      current !== undefined && current.day === dayOf(at) && current.length < options.maxBytes;
    const file = goOn && current !== undefined ? current : await begin(at);
    const opening: LineBody = { kind: 'file', key: kid, before: last.hash, build };
    const introduction = goOn ? [] : [opening, ...options.carryOver()];
    let { seq, hash } = last;
    let text = '';
    function add(body: LineBody, time: number): void {
      const link = chained(key, hash, { seq: seq + 1, at: isoTime(time), ...body });
      [seq, hash] = [seq + 1, link.hash];
      text += `${link.line}\n`;
    }
    for (const body of introduction) add(body, at);
    for (const { body, at: time } of batch) add(body, time);
    const bytes = Buffer.from(text);
    await writeAll(file.handle, bytes, file.length);
    await file.handle.datasync();
    if (!goOn) await syncFolder();
    // From here on it is written: nothing below may fail halfway.
    file.length += bytes.length;
    last = { seq, hash };
    unanchoredSince ??= batch[0]?.since ?? clock();
    waiting = waiting.slice(batch.length);
    if (!goOn) {
      const old = current;
      [current, next] = [file, undefined];
      await old?.handle.close();
    }
  }

  async function pass(): Promise<void> {
    // Lines that come meanwhile wait for the next pass. Else a client who goes on asking for streams would
    // keep the anchor from being renewed, and after a while nobody would be shown anything new.
    for (let left = waiting.length; left > 0; left -= maxInBatch) {
      await writeBatch(waiting.slice(0, Math.min(left, maxInBatch)));
    }
    if (due) {
      await writeBatch([]);
      due = false;
    }
    if (unanchoredSince === undefined && anchored === revision) return;
    const known = revision;
    await head.write({ ...last, ...(known !== undefined && { revision: known }) });
    [unanchoredSince, anchored] = [undefined, known];
  }

  let passing: Promise<void> = Promise.resolve();
  return {
    append(body) {
      waiting.push({ at: now(), since: clock(), body });
    },
    heard(heardOf) {
      revision = Math.max(heardOf, revision ?? 0);
    },
    flush() {
      const done = passing.then(pass);
      passing = done.catch(() => undefined);
      return done;
    },
    turn() {
      due ||= current !== undefined && current.day !== dayOf(now());
    },
    get waitingMs() {
      const since = unanchoredSince ?? waiting[0]?.since;
      return since === undefined ? 0 : clock() - since;
    },
    async close() {
      await passing;
      for (const file of [current, next]) await file?.handle.close();
    },
  };
}
