/** NAL units as RTP payloads (RFC 6184 §5): whole, in fragments, or several in one. */
import { nalType, typeOf } from '../h264/nal.ts';

/** Indicator and header of a fragment. */
export const fragmentBytes = 2;

/**
 * Returns what stands in front of a fragment (FU-A, §5.8) of the bytes `from` to `to` of a NAL unit, indicator and
 * header in 16 bits: the first of those bytes, which stands in front of every piece in two.
 */
export function fragmentHead(nal: Uint8Array, from: number, to: number): number {
  const header = nal[0] ?? 0;
  const ends = (from === 1 ? 0x80 : 0) | (to === nal.length ? 0x40 : 0);
  return (((header & 0xe0) | nalType.fuA) << 8) | ends | (header & 0x1f);
}

/** Returns a NAL unit in payloads of no more than `most` bytes. */
export function payloadsOf(nal: Buffer, most: number): Buffer[] {
  if (nal.length <= most) return [nal];
  const payloads: Buffer[] = [];
  const piece = most - fragmentBytes;
  for (let from = 1; from < nal.length; from += piece) {
    const to = Math.min(from + piece, nal.length);
    const payload = Buffer.allocUnsafe(fragmentBytes + to - from);
    payload.writeUInt16BE(fragmentHead(nal, from, to));
    payload.set(nal.subarray(from, to), fragmentBytes);
    payloads.push(payload);
  }
  return payloads;
}

/** Writes several NAL units in one payload (STAP-A, §5.7.1). */
export function writeAggregate(nals: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from([((nals[0]?.[0] ?? 0) & 0x60) | nalType.stapA])];
  for (const nal of nals) {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(nal.length);
    parts.push(size, nal);
  }
  return Buffer.concat(parts);
}

/** Returns the NAL units of such a payload, as views of it; undefined if their sizes or headers make no sense. */
export function readAggregate(payload: Buffer): Buffer[] | undefined {
  const nals: Buffer[] = [];
  let at = 1;
  while (at < payload.length) {
    const size = at + 2 <= payload.length ? payload.readUInt16BE(at) : 0;
    const end = at + 2 + size;
    // Some fill the packet up.
    if (size === 0 && payload.subarray(at).every((byte) => byte === 0)) break;
    if (end > payload.length || size === 0 || (payload[at + 2] ?? 0) >= 0x80) return undefined;
    nals.push(payload.subarray(at + 2, end));
    at = end;
  }
  return nals;
}

/** Returns the type of the NAL unit that a payload is, or has a fragment of. */
export function typeInside(payload: Uint8Array): number {
  const type = typeOf(payload);
  return type === nalType.fuA ? (payload[1] ?? 0) & 0x1f : type;
}
