/** Reads the whole record in order and checks the chain on the way: there is no way to read it unchecked. */
import { stat } from 'node:fs/promises';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { follow, type Link } from './follow.ts';
import { headFile, type Head } from './head.ts';
import type { Line } from './lines.ts';
import { recordFiles, type RecordFile, type RecordPlace } from './place.ts';
import { readWhole } from './whole-file.ts';

export interface Fault {
  /** Name of the file; absent if it concerns the record as a whole. */
  readonly file?: string;
  /** Line within the file, from 1. */
  readonly number?: number;
  readonly what: string;
}

export interface Verdict {
  readonly files: number;
  readonly lines: number;
  /** The oldest line and when it was written; undefined for an empty record. */
  readonly first?: { readonly seq: number; readonly at: number };
  /** The last line: a caller who keeps it elsewhere can pass it again as `known`. */
  readonly last?: Link;
  /** Bytes at the very end that are not a whole line yet: it is being written, or was torn by a crash. */
  readonly unfinished: number;
  readonly faults: readonly Fault[];
}

/** Is told after each file how many bytes of the record were read, and how many there were when it began. */
export type OnRead = (bytes: number, of: number) => void;

/** Further faults would tell nothing new. */
const maxFaults = 100;

async function readHead(
  place: RecordPlace,
  keys: AuditKeys,
  faults: Fault[],
): Promise<Head | undefined> {
  try {
    return await headFile(place.head, keys).read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    faults.push({ what: `the anchor ${place.head} cannot be believed: ${why}` });
    return { seq: 0, hash: '' };
  }
}

/** Returns how many bytes they have together; of one that is gone, none. */
async function sizeOf(files: readonly RecordFile[]): Promise<number> {
  const sizes = files.map(async ({ path }) => (await stat(path).catch(() => undefined))?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/**
 * Calls `onLine` with every line whose hash is right, oldest first, and returns the verdict on all. A running
 * bridge may write meanwhile. `known` is a line that somebody remembered from an earlier verdict.
 */
export async function readRecord(
  place: RecordPlace,
  keys: AuditKeys,
  onLine: (line: Line) => void = () => undefined,
  known?: Link,
  onRead: OnRead = () => undefined,
): Promise<Verdict> {
  const faults: Fault[] = [];
  // Read before the files: lines that are written meanwhile come after it.
  const head = await readHead(place, keys, faults);
  const files = await recordFiles(place.folder);
  const size = await sizeOf(files);
  const anchors = [...(head === undefined ? [] : [head]), ...(known === undefined ? [] : [known])];
  const unmet = new Set<Link>(anchors.filter(({ seq }) => seq > 0));
  let [lines, read, unfinished] = [0, 0, 0];
  let first: Verdict['first'];
  let last: Link | undefined;
  let kept = 1;

  function take(line: Line): void {
    lines += 1;
    first ??= { seq: line.seq, at: line.at };
    last = { seq: line.seq, hash: line.hash };
    if (line.kind === 'dropped') kept = line.first;
    for (const anchor of unmet) {
      if (anchor.seq === line.seq && anchor.hash === line.hash) unmet.delete(anchor);
    }
    onLine(line);
  }

  function check(bytes: Buffer, file: RecordFile, newest: boolean): void {
    for (const step of follow(bytes, file, last, keys)) {
      if ('line' in step) take(step.line);
      else if ('fault' in step) {
        faults.push({ file: file.name, number: step.number, what: step.fault });
      } else if (newest) unfinished = step.unfinished;
      else
        faults.push({ file: file.name, what: `${step.unfinished} bytes at its end are no line` });
    }
  }

  let done = 0;
  for (const [at, file] of files.entries()) {
    const bytes = await readWhole(file.path);
    // It was listed and is gone by now: it has reached its age, or it will be missed below.
    if (bytes === undefined) continue;
    read += 1;
    onRead((done += bytes.length), Math.max(size, done));
    check(bytes, file, at === files.length - 1);
  }
  if (first !== undefined && first.seq > kept) {
    faults.unshift({ what: `lines ${kept} to ${first.seq - 1} are missing at the beginning` });
  }
  if (head === undefined && first !== undefined) {
    faults.push({ what: `the anchor ${place.head} is missing` });
  }
  for (const { seq } of unmet) {
    if (seq > (last?.seq ?? 0)) {
      faults.push({ what: `lines ${(last?.seq ?? 0) + 1} to ${seq} are missing at the end` });
    } else if (seq >= (first?.seq ?? 1)) {
      faults.push({ what: `line ${seq} is not the one that was anchored` });
    }
  }
  return {
    files: read,
    lines,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    unfinished,
    faults: faults.slice(0, maxFaults),
  };
}
