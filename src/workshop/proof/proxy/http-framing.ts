/** Finds where an HTTP/1.1 message ends, as a proxy reads it that believes only one of the two ways to say so. */

import { bodyStart, headOf } from '../http-heads.ts';

/** The header that is believed; the other one is not even read if this one is there. */
export type Belief = 'content-length' | 'transfer-encoding';

const trailerEnd = '\r\n\r\n';

function valueOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}[ \\t]*:(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** Where a chunked body that begins at `from` ends; undefined while it has not all come. */
function chunkedEnd(bytes: Buffer, from: number): number | undefined {
  for (let at = from; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (!(size > 0)) {
      const end = bytes.indexOf(trailerEnd, line);
      return end < 0 ? undefined : end + trailerEnd.length;
    }
    at = line + 2 + size + 2;
  }
}

/**
 * Returns where the first message in `bytes` ends, for a reader with that belief; undefined while it has not
 * all come. A message that says nothing of its length has no body.
 */
export function messageEnd(bytes: Buffer, belief: Belief): number | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  const from = bodyStart(head);
  if (/^HTTP\/1\.[01] (1|204|304)/.test(head)) return from;
  const length = valueOf(head, 'content-length');
  const chunked = /chunked/i.test(valueOf(head, 'transfer-encoding') ?? '');
  if (chunked && (belief === 'transfer-encoding' || length === undefined)) {
    return chunkedEnd(bytes, from);
  }
  const end = from + Math.max(0, Number.parseInt(length ?? '0', 10) || 0);
  return end <= bytes.length ? end : undefined;
}
