/** One RTP stream: its packets checked, counted, put in order. */
import { performance } from 'node:perf_hooks';
import { PayloadTypes } from './payload-types.ts';
import { ReceptionStatistics } from '../../media/rtp/receiver-report.ts';
import { Reorder } from '../../media/rtp/reorder.ts';
import { parseRtp, type RtpPacket, senderOf } from '../../media/rtp/packet.ts';
import type { Format } from '../../media/sdp/declarative.ts';
import { SenderLock } from './sender-lock.ts';
import { parseSenderReport, type SenderReport } from '../../media/rtp/sender-report.ts';
import type { PacketSink, TransportKind } from './transport.ts';

export interface StreamHandlers {
  /** A packet of the agreed format; over UDP in order, a little late if one is missing. */
  readonly packet: (packet: RtpPacket) => void;
  /** Another sender took over: sequence numbers and timestamps begin anew. */
  readonly newSender: () => void;
  readonly senderReport: (report: SenderReport) => void;
}

export class StreamReceiver implements PacketSink {
  readonly #types: PayloadTypes;
  readonly #handlers: StreamHandlers;
  readonly #statistics: ReceptionStatistics;
  /** Over TCP nobody can put a packet between the camera's own. */
  readonly #lock: SenderLock | undefined;
  #reorder: Reorder;
  #ssrc: number | undefined;
  #heardAt: number;

  /** `listed`: every payload type of the camera's description. */
  constructor(
    format: Format,
    transport: TransportKind,
    handlers: StreamHandlers,
    listed: ReadonlySet<number> = new Set(),
  ) {
    this.#types = new PayloadTypes(format.payloadType, listed);
    this.#handlers = handlers;
    this.#statistics = new ReceptionStatistics(format.clockRate);
    this.#lock = transport === 'udp' ? new SenderLock() : undefined;
    this.#reorder = new Reorder(handlers.packet);
    this.#heardAt = -Infinity;
  }

  /** When the last packet of the agreed format came, by `performance.now`. */
  get heardAt(): number {
    return this.#heardAt;
  }

  rtp(bytes: Buffer): void {
    try {
      this.#take(bytes);
    } catch {
      // Called by sockets: what one packet upsets is dropped like a damaged picture.
      this.#handlers.newSender();
    }
  }

  #take(bytes: Buffer): void {
    const packet = parseRtp(bytes);
    // What is no packet of ours leaves a gap in the sequence numbers, and that is seen.
    if (packet === undefined || !this.#types.mayBe(packet.payloadType)) return;
    const now = performance.now();
    if (this.#lock?.admits(packet.ssrc, now) === false) return;
    if (this.#types.take(packet.payloadType) === 'anew') this.#handlers.newSender();
    this.#heardAt = now;
    if (packet.ssrc !== this.#ssrc) {
      if (this.#ssrc !== undefined) this.#handlers.newSender();
      this.#ssrc = packet.ssrc;
      this.#reorder = new Reorder(this.#handlers.packet);
    }
    this.#statistics.count(packet.ssrc, packet.sequence, packet.timestamp, now);
    if (this.#lock === undefined) this.#handlers.packet(packet);
    else this.#reorder.push(packet, now);
  }

  expects(bytes: Buffer): boolean {
    const sender = senderOf(bytes);
    if (sender === undefined || !this.#types.mayBe(sender.payloadType)) return false;
    return this.#ssrc === undefined || sender.ssrc === this.#ssrc;
  }

  announced(ssrc: number): void {
    this.#lock?.announced(ssrc);
  }

  rtcp(bytes: Buffer): void {
    const report = parseSenderReport(bytes);
    if (report === undefined || report.ssrc !== this.#ssrc) return;
    this.#statistics.heard(report, performance.now());
    this.#handlers.senderReport(report);
  }

  /** The receiver report due, as `ours`; undefined before the first packet. */
  report(ours: number): Buffer | undefined {
    return this.#statistics.report(ours, performance.now());
  }
}
