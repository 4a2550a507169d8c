/** From the packets of one connection to stamped access units. */
import { performance } from 'node:perf_hooks';
import type { Stamp } from '../../partitions/stamp.ts';
import type { AccessUnit, Tracks } from '../media.ts';
import { AacDepacketiser, type AudioFrame } from './aac-depacketiser.ts';
import { H264Depacketiser } from './h264-depacketiser.ts';
import type { Habits } from './habits.ts';
import { Lateness } from './lateness.ts';
import type { AudioPlan, MediaPlan } from './media-plan.ts';
import { ParameterSets } from './parameter-sets.ts';
import { type Picture, PictureAssembler } from './picture-assembler.ts';
import type { RtpPacket } from './rtp.ts';
import { LipSync } from './sender-report.ts';
import { type StreamHandlers, StreamReceiver } from './stream-receiver.ts';
import { Timeline } from './timeline.ts';
import type { TransportKind } from './transport.ts';

export interface IntakeOptions {
  readonly plan: MediaPlan;
  readonly transport: TransportKind;
  readonly stamp: Stamp;
  /** What is known of the camera, and is found out. */
  readonly habits: Habits;
  /** What the connection before this one left. */
  readonly before?: Legacy;
  /** `performance.now` when the source opened, milliseconds. */
  readonly openedAt: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly deliver: (unit: AccessUnit) => void;
}

/** What goes on from one connection to the next: time. */
export interface Legacy {
  readonly video: Timeline;
  readonly audio: Timeline;
}

export class Intake {
  readonly video: StreamReceiver;
  readonly audio?: StreamReceiver;
  readonly #stamp: Stamp;
  readonly #openedAt: number;
  readonly #now: () => number;
  readonly #deliver: (unit: AccessUnit) => void;
  readonly #audioPlan: AudioPlan | undefined;
  readonly #sets = new ParameterSets();
  readonly #assembler: PictureAssembler;
  readonly #videoTime: Timeline;
  readonly #audioTime: Timeline;
  readonly #videoLateness: Lateness;
  readonly #audioLateness: Lateness;
  readonly #lipSync: LipSync;
  /** Audio waits for the first picture of the connection. */
  #flowing = false;
  #tracks: Tracks | undefined;

  constructor(options: IntakeOptions) {
    const { plan, before, transport } = options;
    this.#stamp = options.stamp;
    this.#openedAt = options.openedAt;
    this.#now = options.now;
    this.#deliver = options.deliver;
    this.#audioPlan = plan.audio;
    const videoRate = plan.video.format.clockRate;
    const audioRate = plan.audio?.format.clockRate ?? 8_000;
    const beganAt = performance.now();
    this.#videoTime = new Timeline(videoRate, before?.video);
    this.#audioTime = new Timeline(audioRate, before?.audio);
    this.#videoLateness = new Lateness(videoRate, beganAt);
    this.#audioLateness = new Lateness(audioRate, beganAt);
    this.#lipSync = new LipSync(this.#videoTime, this.#audioTime);
    this.#sets.takeSprop(plan.video.format.parameters.get('sprop-parameter-sets') ?? '');
    this.#assembler = new PictureAssembler(
      this.#sets,
      (picture) => this.#picture(picture),
      options.habits.marker,
      (belief) => (options.habits.marker = belief),
    );
    const h264 = new H264Depacketiser(this.#assembler);
    const videoHandlers: StreamHandlers = {
      packet: (packet) => h264.push(packet),
      newSender: () => {
        h264.restart();
        this.#videoTime.restart();
        this.#videoLateness.restart();
        this.#lipSync.restart();
      },
      senderReport: (report) => this.#lipSync.videoReport(report),
    };
    this.video = new StreamReceiver(plan.video.format, transport, videoHandlers, plan.payloadTypes);
    if (plan.audio !== undefined) this.audio = this.#audioReceiver(plan, plan.audio, transport);
  }

  /** For the next connection to the same camera. */
  get legacy(): Legacy {
    return { video: this.#videoTime, audio: this.#audioTime };
  }

  /** Once SPS and PPS are known; the same object until they change. */
  tracks(withAudio: boolean): Tracks | undefined {
    const video = this.#sets.track;
    const audio = withAudio ? this.#audioPlan?.track : undefined;
    if (video === undefined) return undefined;
    if (this.#tracks?.video !== video || this.#tracks.audio !== audio) {
      this.#tracks = Object.freeze(audio === undefined ? { video } : { video, audio });
    }
    return this.#tracks;
  }

  #audioReceiver(
    { payloadTypes }: MediaPlan,
    plan: AudioPlan,
    transport: TransportKind,
  ): StreamReceiver {
    const deliver = (frame: AudioFrame): void => this.#frame(frame);
    const aac = plan.aac && new AacDepacketiser(plan.aac.sizes, plan.aac.frameTicks, deliver);
    const g711 = ({ payload, timestamp }: RtpPacket): void => {
      if (payload.length > 0) deliver({ rtpTimestamp: timestamp, data: Uint8Array.from(payload) });
    };
    const handlers: StreamHandlers = {
      packet: (packet) => (aac === undefined ? g711(packet) : aac.push(packet)),
      newSender: () => {
        aac?.restart();
        this.#audioTime.restart();
        this.#audioLateness.restart();
      },
      senderReport: (report) => this.#lipSync.audioReport(report),
    };
    return new StreamReceiver(plan.format, transport, handlers, payloadTypes);
  }

  #picture({ rtpTimestamp, key, nals }: Picture): void {
    this.#flowing = true;
    const now = performance.now();
    const unit = {
      kind: 'video',
      stamp: this.#stamp,
      timestampUs: this.#videoTime.stamp(rtpTimestamp, this.#elapsedUs(now)),
      key,
      nals,
      arrivedAt: this.#now(),
      heardAt: this.#videoLateness.heardAt(rtpTimestamp, now),
    } as const;
    this.#deliver(Object.freeze(unit));
  }

  #frame({ rtpTimestamp, data }: AudioFrame): void {
    const now = performance.now();
    const heardAt = this.#audioLateness.heardAt(rtpTimestamp, now);
    if (!this.#flowing) return;
    const unit = {
      kind: 'audio',
      stamp: this.#stamp,
      timestampUs: this.#audioTime.stamp(rtpTimestamp, this.#elapsedUs(now)),
      data,
      arrivedAt: this.#now(),
      heardAt,
    } as const;
    this.#deliver(Object.freeze(unit));
  }

  #elapsedUs(now: number): number {
    return (now - this.#openedAt) * 1_000;
  }
}
