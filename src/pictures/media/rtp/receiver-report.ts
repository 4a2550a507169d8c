/** What we report to a sender of its packets' fate (RFC 3550 §6.4.2, §6.5, appendix A.3 and A.8). */
import type { SenderReport } from './sender-report.ts';
import { sequenceStep } from './packet.ts';
import { descriptionBytes, packetType, writeDescription } from './rtcp.ts';

const reportBytes = 32;
/** It names the program, not the machine. */
const cname = 'casement';

export class ReceptionStatistics {
  readonly #clockRate: number;
  #ssrc: number | undefined;
  #first = 0;
  /** Highest sequence number with its wraps counted above 16 bits. */
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | undefined;
  #report: { readonly ntpMiddle: number; readonly at: number } | undefined;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Counts a packet that arrived at `now`, milliseconds of a steady clock. */
  count(ssrc: number, sequence: number, timestamp: number, now: number): void {
    if (ssrc !== this.#ssrc) this.#begin(ssrc, sequence);
    const step = sequenceStep(this.#highest & 0xffff, sequence);
    if (step > 0) this.#highest += step;
    this.#received += 1;
    const transit = ((now * this.#clockRate) / 1_000 - timestamp) | 0;
    if (this.#transit !== undefined) {
      const difference = Math.abs((transit - this.#transit) | 0);
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  heard(report: SenderReport, now: number): void {
    this.#report = { ntpMiddle: report.ntpMiddle, at: now };
  }

  /** Returns a receiver report with its SDES, from `ours`; undefined before the first packet. */
  report(ours: number, now: number): Buffer | undefined {
    if (this.#ssrc === undefined) return undefined;
    const expected = this.#highest - this.#first + 1;
    const lost = expected - this.#received;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const bytes = Buffer.alloc(reportBytes + descriptionBytes(cname));
    bytes[0] = 0x81;
    bytes[1] = packetType.receiverReport;
    bytes.writeUInt16BE(reportBytes / 4 - 1, 2);
    bytes.writeUInt32BE(ours, 4);
    bytes.writeUInt32BE(this.#ssrc, 8);
    bytes.writeUInt8(
      expectedNow > 0 && lostNow > 0 ? Math.floor((lostNow * 255) / expectedNow) : 0,
      12,
    );
    bytes.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, lost)), 13, 3);
    bytes.writeUInt32BE(this.#highest >>> 0, 16);
    bytes.writeUInt32BE(Math.min(0xffff_ffff, Math.floor(this.#jitter)), 20);
    bytes.writeUInt32BE(this.#report?.ntpMiddle ?? 0, 24);
    const delay = this.#report === undefined ? 0 : ((now - this.#report.at) * 65_536) / 1_000;
    bytes.writeUInt32BE(Math.min(0xffff_ffff, Math.floor(delay)), 28);
    writeDescription(bytes, reportBytes, { ssrc: ours, cname });
    return bytes;
  }

  #begin(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#first = sequence;
    this.#highest = sequence;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#transit = undefined;
    this.#report = undefined;
  }
}
