/**
 * RTP payloads to NAL units, for H.264 (RFC 6184 §5.4: single NAL unit, STAP-A, FU-A).
 *
 * Our own and not werift-rtp's H264RtpPayload: that one takes no sequence numbers, so a lost
 * fragment in the middle goes unseen, a fragment without its start is taken for a NAL unit, sizes
 * inside an aggregate are not checked, and every fragment copies all before it.
 */
import { isOneUnit, splitStartCodes } from './annex-b.ts';
import { limits } from './limits.ts';
import type { PictureAssembler } from './picture-assembler.ts';
import { type RtpPacket, sequenceStep } from './rtp.ts';

const STAP_A = 24;
const FU_A = 28;
const IDR = 5;

export class H264Depacketiser {
  readonly #assembler: PictureAssembler;
  #fragments: Buffer[] = [];
  #bytes = 0;
  #timestamp = 0;
  #last: number | undefined;

  constructor(assembler: PictureAssembler) {
    this.#assembler = assembler;
  }

  /** Takes the next packet in the order of sequence numbers; gaps are damage. */
  push(packet: RtpPacket): void {
    if (this.#last !== undefined && sequenceStep(this.#last, packet.sequence) !== 1) {
      this.#damage();
    }
    this.#last = packet.sequence;
    const { payload } = packet;
    const header = payload[0] ?? 0x80;
    if (header >= 0x80) {
      this.#damage();
      return;
    }
    const type = header & 0x1f;
    // Nothing may stand between two fragments (RFC 6184 §5.8): what stands there is one of them, spoilt.
    if (this.#fragments.length > 0 && type !== FU_A) this.#damage();
    if (type === FU_A) this.#fragment(packet, header);
    else if (type === STAP_A) this.#aggregate(packet);
    // Others are unknown, and passed over (§5.2, table 3); a start code begins with a zero.
    else if (type <= 23) this.#nal(Buffer.from(payload), packet.timestamp);
    if (packet.marker && this.#fragments.length === 0) this.#assembler.mark();
    else if (packet.marker) this.#damage();
  }

  /** A new sender, or a new connection: nothing before it belongs to what follows. */
  restart(): void {
    this.#damage();
    this.#last = undefined;
  }

  #aggregate({ payload, timestamp }: RtpPacket): void {
    const nals: Buffer[] = [];
    let at = 1;
    while (at < payload.length) {
      const size = at + 2 <= payload.length ? payload.readUInt16BE(at) : 0;
      const end = at + 2 + size;
      if (end > payload.length || size === 0 || (payload[at + 2] ?? 0) >= 0x80) {
        this.#damage();
        return;
      }
      nals.push(payload.subarray(at + 2, end));
      at = end;
    }
    for (const nal of nals) this.#nal(Buffer.from(nal), timestamp);
  }

  #fragment({ payload, timestamp }: RtpPacket, indicator: number): void {
    const header = payload[1] ?? 0;
    const start = (header & 0x80) !== 0;
    const type = header & 0x1f;
    const first = this.#fragments[0];
    if (start === (first !== undefined) || payload.length < 3) {
      this.#damage();
      return;
    }
    if (first === undefined) {
      if (type === IDR) this.#assembler.beginKey();
      this.#timestamp = timestamp;
      this.#fragments.push(Buffer.from([(indicator & 0xe0) | type]));
    } else if (timestamp !== this.#timestamp || ((first[0] ?? 0) & 0x1f) !== type) {
      this.#damage();
      return;
    }
    this.#fragments.push(payload.subarray(2));
    this.#bytes += payload.length - 2;
    if (this.#bytes > limits.unitBytes || this.#fragments.length > limits.nalFragments) {
      this.#damage();
    } else if ((header & 0x40) !== 0) {
      const nal = Buffer.concat(this.#fragments, this.#bytes + 1);
      this.#clear();
      this.#nal(nal, timestamp);
    }
  }

  #nal(nal: Buffer, timestamp: number): void {
    if (isOneUnit(nal)) {
      this.#assembler.push(nal, timestamp);
      return;
    }
    for (const one of splitStartCodes(nal)) {
      // Where it began with a zero that begins no start code, it is of an unknown type.
      if (((one[0] ?? 0) & 0x1f) !== 0) this.#assembler.push(one, timestamp);
    }
  }

  #damage(): void {
    this.#clear();
    this.#assembler.damage();
  }

  #clear(): void {
    this.#fragments = [];
    this.#bytes = 0;
  }
}
