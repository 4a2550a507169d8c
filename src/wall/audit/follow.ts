/** Follows the chain through the bytes of one file and reports where it breaks. */
import type { AuditKeys } from '../../identity/audit-key.ts';
import { apart, hashOf } from './chain.ts';
import { lineSchema, type Line } from './lines.ts';
import type { RecordFile } from './place.ts';

/** The point that the chain has reached. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

export type Step =
  | { readonly line: Line; /** Offset of what comes after it. */ readonly end: number }
  | { readonly fault: string; /** Counted from 1 within the file. */ readonly number: number }
  /** The last bytes are not a whole line: it is being written, or was when the bridge died. */
  | { readonly unfinished: number };

const newline = 0x0a;

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

/** Returns what a first line says before it can be believed: it names the key with which it is checked. */
function heading(text: Buffer): { key: string; before: string } | undefined {
  const said = parsed(text);
  if (typeof said !== 'object' || said === null) return undefined;
  const { key, before } = said as { key?: unknown; before?: unknown };
  return typeof key === 'string' && typeof before === 'string' ? { key, before } : undefined;
}

/** Returns what an unbelievable line says of its place: good only for finding the way again. */
function claimedSeq(said: unknown): number | undefined {
  const { seq } = (said ?? {}) as { seq?: unknown };
  return Number.isSafeInteger(seq) ? Number(seq) : undefined;
}

const withHash = (said: unknown, hash: string): unknown =>
  typeof said === 'object' ? { ...said, hash } : said;

/**
 * Yields every line of `bytes` in order. `from` is where the file before it ended; if that file is gone it is
 * undefined, and the chain is taken up where this file says that it left off. After a fault it goes on with
 * what the faulty line claims, so that one fault is reported once.
 */
export function* follow(
  bytes: Buffer,
  file: RecordFile,
  from: Link | undefined,
  keys: AuditKeys,
): Generator<Step> {
  const first = apart(bytes.subarray(0, Math.max(bytes.indexOf(newline), 0)));
  const head = first && heading(first.text);
  const key = keys.find(({ kid }) => kid === head?.key)?.key;
  if (head === undefined || key === undefined) {
    if (!bytes.includes(newline)) yield { unfinished: bytes.length };
    else
      yield { number: 1, fault: 'the file does not begin as one signed with a key of this ring' };
    return;
  }
  let before = head.before;
  let seq = from?.seq ?? (file.first ?? 1) - 1;
  if (from !== undefined && head.before !== from.hash) {
    yield { number: 1, fault: `the file does not carry on from line ${from.seq}` };
  }
  let number = 0;
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    const found = apart(bytes.subarray(start, end));
    start = end + 1;
    number += 1;
    if (found === undefined) {
      yield { number, fault: 'this is no line of the record' };
      continue;
    }
    const right = hashOf(key, before, found.text) === found.hash;
    before = found.hash;
    const said = parsed(found.text);
    if (!right) {
      yield { number, fault: 'altered, or not the one that followed the line before it' };
      seq = claimedSeq(said) ?? seq + 1;
      continue;
    }
    const read = lineSchema.safeParse(withHash(said, before));
    if (!read.success) {
      yield { number, fault: 'written by a version of Casement that this one does not know' };
      seq += 1;
    } else if (read.data.seq !== seq + 1 || (number === 1) !== (read.data.kind === 'file')) {
      yield { number, fault: `line ${read.data.seq} stands where line ${seq + 1} should` };
      ({ seq } = read.data);
    } else {
      ({ seq } = read.data);
      if (number === 1 && seq !== file.first) yield { number, fault: 'the file has another name' };
      yield { line: read.data, end: start };
    }
  }
  if (start < bytes.length) yield { unfinished: bytes.length - start };
}
