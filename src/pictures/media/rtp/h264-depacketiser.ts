/**
 * Turns RTP payloads into NAL units, for H.264 (RFC 6184 §5.4: single NAL unit, STAP-A, FU-A).
 *
 * Our own and not werift-rtp's H264RtpPayload: that one takes no sequence numbers, so a lost fragment in the
 * middle goes unseen, a fragment without its start is taken for a NAL unit, sizes inside an aggregate are not
 * checked, and every fragment copies all before it.
 */
import { isOneUnit, splitStartCodes } from '../h264/annex-b.ts';
import { nalType, typeOf } from '../h264/nal.ts';
import type { PictureAssembler } from '../h264/picture-assembler.ts';
import { limits } from '../limits.ts';
import { ReusedBytes } from '../reused-bytes.ts';
import { readAggregate } from './h264-payloads.ts';
import { type RtpPacket, sequenceStep } from './packet.ts';

const { stapA: STAP_A, fuA: FU_A, idr: IDR } = nalType;

export class H264Depacketiser {
  readonly #assembler: PictureAssembler;
  readonly #takes: (nals: number) => boolean;
  /** So many fragments of a NAL unit have come: its header, and what was in them. */
  #fragments = 0;
  readonly #begun = new ReusedBytes();
  #type = 0;
  #timestamp = 0;
  /** The number of the last packet, and its payload. */
  #last: number | undefined;
  readonly #lastPayload = new ReusedBytes();
  /** The last packet carried the marker bit. */
  #isMarked = false;
  /** A packet without payload came after it. */
  #passedNothing = false;
  /** Packets that end nothing carry it, too. */
  #marksAll = false;

  /** `takes`: whether so many NAL units that share a packet are taken; if not, nothing of that packet is. */
  constructor(assembler: PictureAssembler, takes: (nals: number) => boolean = () => true) {
    this.#assembler = assembler;
    this.#takes = takes;
  }

  /** Takes the next packet in the order of sequence numbers; gaps are damage. */
  push(packet: RtpPacket): void {
    const { payload } = packet;
    const step = this.#last === undefined ? 1 : sequenceStep(this.#last, packet.sequence);
    // Sent twice.
    if (step === 0 && this.#lastPayload.view().equals(payload)) return;
    if (step !== 1) this.#damage();
    this.#last = packet.sequence;
    // Not a view: what it shows is over with this call.
    this.#lastPayload.clear();
    this.#lastPayload.add(payload);
    if (payload.length === 0) {
      this.#nothing();
      return;
    }
    if (this.#passedNothing && !beginsPicture(payload)) this.#damage();
    this.#passedNothing = false;
    const header = payload[0] ?? 0x80;
    if (header >= 0x80) {
      this.#damage();
      return;
    }
    const type = header & 0x1f;
    const goesOn = type === FU_A && ((payload[1] ?? 0) & 0x80) === 0;
    // Nothing may stand between two fragments (RFC 6184 §5.8): what stands there is one of them, spoilt.
    if (this.#fragments > 0 && !goesOn) this.#endUnsaid();
    else if (this.#fragments > 0 && this.#isMarked) this.#marksAll = true;
    if (type === FU_A) this.#fragment(packet, header);
    else if (type === STAP_A) this.#aggregate(packet);
    // Others are unknown, and skipped (§5.2, table 3); a start code begins with a zero.
    else if (type <= 23) this.#nal(Buffer.from(payload), packet.timestamp);
    // If more of the NAL unit follows, the marker says nothing: some cameras set it on every packet.
    this.#isMarked = packet.marker;
    if (packet.marker && this.#fragments === 0) this.#assembler.mark();
  }

  /**
   * A packet without payload: between two pictures it is a sign of life (RFC 6263 §4.1) or nothing but
   * padding; anywhere else its content is missing.
   */
  #nothing(): void {
    const isBetween = this.#isMarked && this.#assembler.belief !== 'means-nothing';
    if (isBetween && this.#fragments === 0) this.#passedNothing = true;
    else this.#damage();
  }

  /**
   * Something else follows a NAL unit that was begun in fragments. It is whole if its last fragment ended a
   * picture by its marker, as some cameras never say which fragment is the last; else its end is missing.
   */
  #endUnsaid(): void {
    if (!this.#isMarked || this.#marksAll) {
      this.#damage();
      return;
    }
    this.#endNal();
    this.#assembler.mark();
  }

  #endNal(): void {
    // Not a view: the next is put together in the same memory.
    const nal = this.#begun.copy();
    this.#clear();
    this.#nal(nal, this.#timestamp);
  }

  /** A new sender, or a new connection: nothing before it belongs to what follows. */
  restart(): void {
    this.#damage();
    this.#last = undefined;
  }

  #aggregate({ payload, timestamp }: RtpPacket): void {
    const nals = readAggregate(payload);
    if (nals === undefined) {
      this.#damage();
      return;
    }
    // Its content was cut off.
    if (nals.length === 0) this.#damage();
    if (!this.#takes(nals.length)) return;
    for (const nal of nals) this.#nal(Buffer.from(nal), timestamp);
  }

  #fragment({ payload, timestamp }: RtpPacket, indicator: number): void {
    const header = payload[1] ?? 0;
    const start = (header & 0x80) !== 0;
    const type = header & 0x1f;
    const isBegun = this.#fragments > 0;
    if (start === isBegun || payload.length < 3) {
      this.#damage();
      return;
    }
    if (start) {
      if (type === IDR) this.#assembler.beginKey();
      this.#timestamp = timestamp;
      this.#type = type;
      this.#begun.add(Uint8Array.of((indicator & 0xe0) | type));
    } else if (timestamp !== this.#timestamp || type !== this.#type) {
      this.#damage();
      return;
    }
    this.#begun.add(payload.subarray(2));
    this.#fragments += 1;
    if (this.#begun.length > limits.unitBytes || this.#fragments > limits.nalFragments) {
      this.#damage();
    } else if ((header & 0x40) !== 0) this.#endNal();
  }

  #nal(nal: Buffer, timestamp: number): void {
    if (isOneUnit(nal)) {
      this.#assembler.push(nal, timestamp);
      return;
    }
    const split = splitStartCodes(nal);
    if (!this.#takes(split.length)) return;
    // Each by itself: keeping one must not keep the others.
    for (const one of split) {
      // If it began with a zero that begins no start code, it is of an unknown type; or it is empty.
      if (typeOf(one) !== 0) this.#assembler.push(Buffer.from(one), timestamp);
    }
  }

  #damage(): void {
    this.#clear();
    this.#assembler.damage();
  }

  #clear(): void {
    this.#fragments = 0;
    this.#begun.clear();
  }
}

/** Whether a picture may begin with this packet: with what comes before its slices, or the first of them. */
function beginsPicture(payload: Buffer): boolean {
  const kind = typeOf(payload);
  // Only the first NAL unit inside counts.
  const at = kind === STAP_A ? 3 : kind === FU_A ? 1 : 0;
  const type = (payload[at] ?? 0) & 0x1f;
  // first_mb_in_slice = 0 is a single 1 bit.
  const isFirst = ((payload[at + 1] ?? 0) & 0x80) !== 0;
  return type === nalType.slice || type === IDR ? isFirst : type > IDR && type <= 9;
}
