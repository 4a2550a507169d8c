/** Turns RTP payloads into AAC frames: RFC 3640, mode AAC-hbr and its like. */
import { withoutAdts } from '../aac/adts.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { limits } from '../limits.ts';
import { type RtpPacket, sequenceStep } from './packet.ts';

export interface AudioFrame {
  readonly rtpTimestamp: number;
  readonly data: Uint8Array;
}

/** Bits of the AU header's fields (RFC 3640 §4.1); each 0..32. */
export interface AuHeaderSizes {
  readonly size: number;
  readonly index: number;
  readonly indexDelta: number;
}

export class AacDepacketiser {
  readonly #sizes: AuHeaderSizes;
  readonly #frameTicks: number;
  readonly #deliver: (frame: AudioFrame) => void;
  readonly #takes: (frames: number) => boolean;
  /** A frame larger than a packet, in the making. */
  #fragments: Buffer[] = [];
  #have = 0;
  #want = 0;
  #timestamp = 0;
  #last: number | undefined;

  /**
   * `frameTicks`: how long a frame lasts in ticks of the RTP clock; `takes`: whether so many frames that share a
   * packet are taken, asked before any of it is read.
   */
  constructor(
    sizes: AuHeaderSizes,
    frameTicks: number,
    deliver: (frame: AudioFrame) => void,
    takes: (frames: number) => boolean = () => true,
  ) {
    this.#sizes = sizes;
    this.#frameTicks = frameTicks;
    this.#deliver = deliver;
    this.#takes = takes;
  }

  /** Takes the next packet; drops what is damaged, and the next packet starts anew. */
  push({ payload, sequence, timestamp }: RtpPacket): void {
    if (this.#last !== undefined && sequenceStep(this.#last, sequence) !== 1) this.restart();
    this.#last = sequence;
    const sizes = this.#headers(payload);
    if (sizes === undefined) {
      this.restart();
      return;
    }
    let at = 2 + Math.ceil(payload.readUInt16BE(0) / 8);
    const [only = 0] = sizes;
    // Another frame begins: the end of the one in the making is lost.
    if (only !== this.#want || timestamp !== this.#timestamp) this.restart();
    if (sizes.length === 1 && (this.#want > 0 || only > payload.length - at)) {
      this.#fragment(payload.subarray(at), only, timestamp);
      return;
    }
    this.restart();
    let ticks = 0;
    for (const size of sizes) {
      // Short by a few bytes: the whole packet is suspect.
      if (at + size > payload.length) return;
      const data = Uint8Array.from(payload.subarray(at, at + size));
      this.#deliver({ rtpTimestamp: (timestamp + ticks) >>> 0, data: withoutAdts(data) });
      at += size;
      ticks += this.#frameTicks;
    }
  }

  /** Drops a frame in the making. */
  restart(): void {
    this.#fragments = [];
    this.#have = 0;
    this.#want = 0;
  }

  #fragment(part: Buffer, size: number, timestamp: number): void {
    this.#want = size;
    this.#timestamp = timestamp;
    // Not a view: it would keep everything alive that came from the network with it.
    this.#fragments.push(Buffer.from(part));
    this.#have += part.length;
    if (this.#have < this.#want && part.length > 0) return;
    const data = Uint8Array.from(Buffer.concat(this.#fragments));
    this.restart();
    if (data.length === size) this.#deliver({ rtpTimestamp: timestamp, data: withoutAdts(data) });
  }

  /** Returns the sizes of a packet's frames; undefined if it makes no sense or interleaves (§3.2.3.2). */
  #headers(payload: Buffer): number[] | undefined {
    if (payload.length < 2) return undefined;
    const total = payload.readUInt16BE(0);
    const end = 2 + Math.ceil(total / 8);
    if (total === 0 || end > payload.length) return undefined;
    const { size, index, indexDelta } = this.#sizes;
    const most = Math.floor(total / (size + Math.min(index, indexDelta)));
    if (most > 1 && !this.#takes(most)) return undefined;
    const bits = new BitReader(payload.subarray(2, end));
    const sizes: number[] = [];
    let left = total;
    while (left >= size + (sizes.length === 0 ? index : indexDelta) && size > 0) {
      const indexBits = sizes.length === 0 ? index : indexDelta;
      const bytes = bits.u(size);
      if (bits.u(indexBits) !== 0 || bytes === 0 || bytes > limits.aacFrameBytes) return undefined;
      sizes.push(bytes);
      if (sizes.length > limits.aacPacketFrames) return undefined;
      left -= size + indexBits;
    }
    return sizes.length === 0 ? undefined : sizes;
  }
}
