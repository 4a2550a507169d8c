/** Reads pictures out of RTP packets (RFC 3550, RFC 6184), as a display receives them. */
import { nalType, typeOf } from '../../pictures/media/h264/nal.ts';
import { readAggregate } from '../../pictures/media/rtp/h264-payloads.ts';
import { headerBytes, parseRtp } from '../../pictures/media/rtp/packet.ts';
import { textOfSei } from '../watermark/sei.ts';

/** One picture's packets, as far as they came. */
export interface RtpPicture {
  /** The texts in its SEI units. */
  readonly texts: readonly string[];
  /** From its first packet to its last, with none missing. */
  readonly whole: boolean;
}

/** Returns those that stand whole in a payload. */
const nalsOf = (payload: Buffer): readonly Buffer[] =>
  typeOf(payload) === nalType.stapA ? (readAggregate(payload) ?? []) : [payload];

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

  push(bytes: Buffer): void {
    const packet = parseRtp(bytes);
    if (packet === undefined || bytes.length <= headerBytes) return;
    const { timestamp, sequence } = packet;
    if (this.#timestamp !== timestamp) {
      this.#finish();
      this.#timestamp = timestamp;
    }
    if (this.#sequences.has(sequence)) return;
    this.#sequences.add(sequence);
    if (packet.marker) this.#marker = sequence;
    for (const nal of nalsOf(packet.payload)) {
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
