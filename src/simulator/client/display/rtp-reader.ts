/** Pictures out of RTP packets (RFC 3550, RFC 6184), as a display receives them. */
import { textOfSei } from '../../watermark/sei.ts';

/** One picture's packets, as far as they came. */
export interface RtpPicture {
  /** What its SEI units say. */
  readonly texts: readonly string[];
  /** From its first packet to its last, with none missing. */
  readonly whole: boolean;
}

const stapA = 24;
const headerBytes = 12;

function payloadOf(packet: Buffer): Buffer {
  const first = packet[0] ?? 0;
  let from = headerBytes + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0 && from + 4 <= packet.length) {
    from += 4 + packet.readUInt16BE(from + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : (packet.at(-1) ?? 0);
  return packet.subarray(from, packet.length - padding);
}

function* nalsOf(payload: Buffer): Generator<Buffer> {
  if (((payload[0] ?? 0) & 0x1f) !== stapA) {
    yield payload;
    return;
  }
  for (let at = 1; at + 2 <= payload.length;) {
    const size = payload.readUInt16BE(at);
    yield payload.subarray(at + 2, at + 2 + size);
    at += 2 + size;
  }
}

/** Calls `seen` for every picture. Takes the packets as they come, repeated or out of order. */
export class RtpReader {
  readonly #seen: (picture: RtpPicture) => void;
  #timestamp: number | undefined;
  #texts: string[] = [];
  #marker: number | undefined;
  readonly #sequences = new Set<number>();
  /** The sequence number of the last picture's marker: the next picture begins behind it. */
  #last: number | undefined;

  constructor(seen: (picture: RtpPicture) => void) {
    this.#seen = seen;
  }

  push(packet: Buffer): void {
    if (packet.length <= headerBytes) return;
    const timestamp = packet.readUInt32BE(4);
    const sequence = packet.readUInt16BE(2);
    if (this.#timestamp !== timestamp) {
      this.#finish();
      this.#timestamp = timestamp;
    }
    if (this.#sequences.has(sequence)) return;
    this.#sequences.add(sequence);
    if (((packet[1] ?? 0) & 0x80) !== 0) this.#marker = sequence;
    for (const nal of nalsOf(payloadOf(packet))) {
      const text = textOfSei(nal);
      if (text !== undefined) this.#texts.push(text);
    }
    if (this.#whole()) this.#finish();
  }

  #whole(): boolean {
    // Without the picture before, nobody can tell whether this one's first packet came.
    if (this.#marker === undefined || this.#last === undefined) return false;
    return ((this.#marker - this.#last) & 0xffff) === this.#sequences.size;
  }

  #finish(): void {
    if (this.#sequences.size > 0) {
      this.#seen({ texts: this.#texts, whole: this.#whole() });
      this.#last = this.#marker;
    }
    this.#texts = [];
    this.#marker = undefined;
    this.#timestamp = undefined;
    this.#sequences.clear();
  }
}
