/** From the packets of a camera's sound, over one connection, to stamped units. */
import { performance } from 'node:perf_hooks';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import { AacDepacketiser, type AudioFrame } from '../../media/rtp/aac-depacketiser.ts';
import type { RtpPacket } from '../../media/rtp/packet.ts';
import type { SenderReport } from '../../media/rtp/sender-report.ts';
import type { AccessUnit } from '../media.ts';
import { Lateness } from './lateness.ts';
import { limits } from './limits.ts';
import type { AudioPlan } from './media-plan.ts';
import { StreamReceiver } from './stream-receiver.ts';
import type { Timeline } from './timeline.ts';
import type { TransportKind } from './transport.ts';
import { UnitBudget } from './unit-budget.ts';

export interface AudioIntakeParts {
  readonly plan: AudioPlan;
  /** Of every track of the camera's description. */
  readonly payloadTypes: ReadonlySet<number>;
  readonly transport: TransportKind;
  readonly stamp: Stamp;
  readonly time: Timeline;
  /** When the connection began, by `performance.now`. */
  readonly beganAt: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of a moment of `performance.now`: microseconds since the source was opened. */
  readonly elapsedUs: (now: number) => number;
  readonly onReport: (report: SenderReport) => void;
  readonly deliver: (unit: AccessUnit) => void;
}

export class AudioIntake {
  readonly receiver: StreamReceiver;
  readonly #parts: AudioIntakeParts;
  readonly #lateness: Lateness;
  readonly #budget: UnitBudget;
  /** Frames that share a packet and were counted together, before it was read: all of them are heard, or none. */
  #counted = 0;
  #flowing = false;

  constructor(parts: AudioIntakeParts) {
    const { plan, beganAt, onReport } = parts;
    this.#parts = parts;
    this.#lateness = new Lateness(plan.format.clockRate, beganAt);
    this.#budget = new UnitBudget(limits.soundUnits, beganAt);
    const { aac: coding } = plan;
    const deliver = (frame: AudioFrame): void => this.#frame(frame);
    const takes = (frames: number): boolean => {
      if (!this.#budget.take(performance.now(), frames)) return false;
      this.#counted = frames;
      return true;
    };
    const aac = coding && new AacDepacketiser(coding.sizes, coding.frameTicks, deliver, takes);
    const g711 = ({ payload, timestamp }: RtpPacket): void => {
      if (payload.length > 0) deliver({ rtpTimestamp: timestamp, data: Uint8Array.from(payload) });
    };
    const handlers = {
      packet: (packet: RtpPacket) => (aac === undefined ? g711(packet) : aac.push(packet)),
      newSender: () => {
        aac?.restart();
        parts.time.restart();
        this.#lateness.restart();
      },
      senderReport: onReport,
    };
    this.receiver = new StreamReceiver(plan.format, parts.transport, handlers, parts.payloadTypes);
  }

  /** The first picture of the connection has come: sound waits for it. */
  flow(): void {
    this.#flowing = true;
  }

  #frame({ rtpTimestamp, data }: AudioFrame): void {
    const now = performance.now();
    if (this.#counted > 0) this.#counted -= 1;
    else if (!this.#budget.take(now)) return;
    const heardAt = this.#lateness.heardAt(rtpTimestamp, now);
    if (!this.#flowing) return;
    const { plan, stamp, time, elapsedUs, deliver } = this.#parts;
    const unit = {
      kind: 'audio',
      track: plan.track,
      stamp,
      timestampUs: time.stamp(rtpTimestamp, elapsedUs(now)),
      data,
      arrivedAt: this.#parts.now(),
      heardAt,
    } as const;
    deliver(Object.freeze(unit));
  }
}
