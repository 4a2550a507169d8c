/**
 * What a start finds in the record: where the chain goes on, and which sessions a crash left open. It looks
 * only at the newest file and the anchor; `casement audit verify` looks at everything.
 */
import { rm, truncate } from 'node:fs/promises';
import { Failure } from '../../common/failures.ts';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { nothingBefore } from './chain.ts';
import { follow, type Link } from './follow.ts';
import { headFile, type Head } from './head.ts';
import type { LineOf } from './lines.ts';
import { recordFiles, type RecordFile, type RecordPlace } from './place.ts';
import { readWhole } from './whole-file.ts';

/** A session whose end is not in the record. */
export type OpenSession = LineOf<'opened'> | LineOf<'continued'>;

export interface Recovered extends Link {
  /** The newest file, which is written on; absent if a new one has to begin. */
  readonly file?: { readonly path: string; readonly length: number; readonly began: number };
  readonly open: readonly OpenSession[];
  /** See Head. */
  readonly revision?: number;
  /** How many bytes of a torn end were cut off. */
  readonly cut: number;
}

function refuse(place: RecordPlace, what: string): never {
  throw new Failure(
    'internal',
    `the delivery record does not verify: ${what}. Keep ${place.folder} and ${place.head} as ` +
      'evidence in another place; the next start then begins a new record',
  );
}

interface Found extends Link {
  readonly open: Map<string, OpenSession>;
  readonly began: number;
  /** How many bytes are good. */
  readonly good: number;
}

/** Reads the newest file up to where it is good; the anchored line must be there. */
function readNewest(bytes: Buffer, file: RecordFile, head: Head, keys: AuditKeys) {
  const open = new Map<string, OpenSession>();
  let found: Found | undefined;
  let fault: string | undefined;
  for (const step of follow(bytes, file, undefined, keys)) {
    if (!('line' in step)) {
      if ('fault' in step) fault = `${file.name}, line ${step.number}: ${step.fault}`;
      break;
    }
    const { line, end: good } = step;
    if (line.seq === head.seq && line.hash !== head.hash) {
      fault = `line ${line.seq} is not the one that was anchored`;
    }
    if (line.kind === 'opened' || line.kind === 'continued') open.set(line.session, line);
    const before = 'session' in line ? open.get(line.session) : undefined;
    if (line.kind === 'answered' && before !== undefined) {
      open.set(line.session, { ...before, answered: line.answered });
    }
    if (line.kind === 'ended') open.delete(line.session);
    found = { seq: line.seq, hash: line.hash, open, began: found?.began ?? line.at, good };
  }
  return { found, fault };
}

/** @throws Failure `internal`, saying what to do, if the record was tampered with. */
export async function recover(place: RecordPlace, keys: AuditKeys): Promise<Recovered> {
  const heads = headFile(place.head, keys);
  const head = await heads.read().catch((error: Error) => {
    refuse(place, `the anchor cannot be believed: ${error.message}`);
  });
  const files = await recordFiles(place.folder);
  if (head === undefined) {
    if (files.length > 0) refuse(place, 'its anchor is missing');
    // Written before the first line, so that lines without an anchor are always a fault.
    await heads.write({ seq: 0, hash: nothingBefore });
    return { seq: 0, hash: nothingBefore, open: [], cut: 0 };
  }
  const { revision } = head;
  const known = revision === undefined ? {} : { revision };
  let cut = 0;
  for (const file of files.toReversed()) {
    const bytes = (await readWhole(file.path)) ?? Buffer.alloc(0);
    const { found, fault } = readNewest(bytes, file, head, keys);
    if (found !== undefined && found.seq >= head.seq) {
      cut += bytes.length - found.good;
      if (bytes.length > found.good) await truncate(file.path, found.good);
      const { seq, hash, open, began, good: length } = found;
      const written = { path: file.path, length, began };
      return { seq, hash, file: written, open: [...open.values()], cut, ...known };
    }
    // A file that was begun after the last anchored line, and of which not even the first line is whole.
    const torn = found === undefined && (file.first ?? 0) > head.seq;
    if (!torn) refuse(place, fault ?? `it should reach line ${head.seq}`);
    cut += bytes.length;
    await rm(file.path);
  }
  if (head.seq > 0) refuse(place, `lines up to ${head.seq} are missing`);
  return { seq: 0, hash: nothingBefore, open: [], cut, ...known };
}
