/** From the packets of one connection to stamped access units. */
import { performance } from 'node:perf_hooks';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import type { AccessUnit } from '../media.ts';
import type { Tracks } from '../../media/unit.ts';
import { AudioIntake } from './audio-intake.ts';
import type { ConnectionWatch } from './connection-watch.ts';
import { DecodingTimes } from './decoding-times.ts';
import { H264Depacketiser } from '../../media/rtp/h264-depacketiser.ts';
import type { Habits } from './habits.ts';
import { Lateness } from './lateness.ts';
import { limits } from './limits.ts';
import { LipSync } from './lip-sync.ts';
import { inOrderPictures, KnownTracks, openKeys } from './known-tracks.ts';
import type { MediaPlan } from './media-plan.ts';
import { ParameterSets } from '../../media/h264/parameter-sets.ts';
import { type Picture, PictureAssembler } from '../../media/h264/picture-assembler.ts';
import { PictureLoss } from './picture-loss.ts';
import { type StreamHandlers, StreamReceiver } from './stream-receiver.ts';
import { Timeline } from './timeline.ts';
import type { TransportKind } from './transport.ts';
import { UnitBudget } from './unit-budget.ts';

/** How far a camera that sends pictures before their time may be ahead, microseconds: sixteen at 30 a second. */
export const maxAheadUs = 500_000;

export interface IntakeOptions {
  readonly plan: MediaPlan;
  readonly transport: TransportKind;
  readonly stamp: Stamp;
  /** What is known of the camera, and is found out. */
  readonly habits: Habits;
  /** What the connection before this one left. */
  readonly before?: Legacy;
  /** By `performance.now`, milliseconds: timestamps count from here. */
  readonly openedAt: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly deliver: (unit: AccessUnit) => void;
  readonly watch?: Partial<ConnectionWatch>;
  /** Told of the first video packet. */
  readonly onFlow?: () => void;
  /** Told when most of its pictures begin to come to nothing, and when they do not any more. */
  readonly onLoss?: (isMost: boolean) => void;
  /** By how long a time that is judged, in milliseconds; default 10,000. */
  readonly lossWindowMs?: number;
  /** Told once that it sends more pictures than any camera has: nothing of it is taken any more. */
  readonly onExcess?: () => void;
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
  readonly #watch: Partial<ConnectionWatch> | undefined;
  readonly #sets = new ParameterSets();
  readonly #assembler: PictureAssembler;
  readonly #videoTime: Timeline;
  readonly #audioTime: Timeline;
  readonly #videoLateness: Lateness;
  readonly #pictureBudget: UnitBudget;
  readonly #aggregatedBudget: UnitBudget;
  readonly #onExcess: () => void;
  readonly #loss: PictureLoss;
  /** It sent more pictures than any camera has: nothing of it is taken any more. */
  #isOver = false;
  readonly #lipSync: LipSync;
  readonly #audioIntake: AudioIntake | undefined;
  readonly #tracks: KnownTracks;
  #flowing = false;
  #hasDelivered = false;
  /** When the last picture came, by `performance.now`. */
  #pictureAt: number | undefined;
  readonly #habits: Habits;
  readonly #decoding: DecodingTimes;
  /** What the times of arrival are put back by. */
  #aheadUs = 0;

  constructor(options: IntakeOptions) {
    const { plan, before, transport } = options;
    this.#stamp = options.stamp;
    this.#openedAt = options.openedAt;
    this.#now = options.now;
    this.#deliver = options.deliver;
    this.#watch = options.watch;
    const { habits } = options;
    this.#habits = habits;
    this.#decoding = new DecodingTimes(habits.reorderDepth, (depth) => {
      habits.reorderDepth = depth;
    });
    const videoRate = plan.video.format.clockRate;
    const audioRate = plan.audio?.format.clockRate ?? 8_000;
    const beganAt = performance.now();
    this.#videoTime = new Timeline(videoRate, before?.video);
    this.#audioTime = new Timeline(audioRate, before?.audio);
    this.#videoLateness = new Lateness(videoRate, beganAt);
    this.#pictureBudget = new UnitBudget(limits.pictures, beganAt);
    this.#aggregatedBudget = new UnitBudget(limits.aggregated, beganAt);
    this.#onExcess = options.onExcess ?? (() => undefined);
    this.#loss = new PictureLoss(options.onLoss ?? (() => undefined), options.lossWindowMs);
    this.#lipSync = new LipSync(this.#videoTime, this.#audioTime);
    this.#sets.takeSprop(plan.video.format.parameters.get('sprop-parameter-sets') ?? '');
    this.#tracks = new KnownTracks(this.#sets, habits, plan.audio?.track);
    this.#assembler = new PictureAssembler(
      this.#sets,
      (picture) => this.#picture(picture),
      habits.marker,
      (belief) => {
        habits.marker = belief;
      },
    );
    let { onFlow } = options;
    const h264 = new H264Depacketiser(this.#assembler, (nals) => {
      const now = performance.now();
      if (!this.#isOver && this.#aggregatedBudget.take(now, nals)) return true;
      this.#exceed();
      return false;
    });
    const videoHandlers: StreamHandlers = {
      packet: (packet) => {
        onFlow?.();
        onFlow = undefined;
        this.#videoLateness.begin(packet.timestamp, performance.now());
        if (!this.#isOver) h264.push(packet);
      },
      newSender: () => {
        h264.restart();
        this.#videoTime.restart();
        this.#videoLateness.restart();
        this.#lipSync.restart();
      },
      senderReport: (report) => this.#lipSync.videoReport(report),
    };
    this.video = new StreamReceiver(plan.video.format, transport, videoHandlers, plan.payloadTypes);
    if (plan.audio === undefined) return;
    this.#audioIntake = new AudioIntake({
      plan: plan.audio,
      payloadTypes: plan.payloadTypes,
      transport,
      stamp: options.stamp,
      time: this.#audioTime,
      beganAt,
      now: options.now,
      elapsedUs: (now) => this.#elapsedUs(now),
      onReport: (report) => this.#lipSync.audioReport(report),
      deliver: options.deliver,
    });
    this.audio = this.#audioIntake.receiver;
  }

  /** For the next connection to the same camera. */
  get legacy(): Legacy {
    return { video: this.#videoTime, audio: this.#audioTime };
  }

  /** Whether a key picture was begun since the last that came whole, and did not become whole. */
  get keySpoilt(): boolean {
    return this.#assembler.keySpoilt;
  }

  /** Once SPS and PPS are known; the same object until they change. */
  tracks(withAudio: boolean): Tracks | undefined {
    return this.#tracks.now(withAudio);
  }

  #picture({ rtpTimestamp, key, idr, nals, bidirectional, reference }: Picture): void {
    const now = performance.now();
    if (this.#isOver || !this.#pictureBudget.take(now)) return this.#exceed();
    if (this.#pictureAt !== undefined) this.#habits.rate.take((now - this.#pictureAt) * 1_000);
    this.#pictureAt = now;
    this.#loss.take(now, this.#assembler);
    this.#watch?.picture?.(rtpTimestamp, now, this.#assembler.begun);
    if (key) this.#assembler.keySpoilt = false;
    if (key) this.#begin(idr);
    const arrivalUs = this.#elapsedUs(now);
    const shownUs = this.#videoTime.stamp(rtpTimestamp, arrivalUs, bidirectional);
    const timestampUs = this.#decoding.take(shownUs);
    this.#habits.inOrder += this.#habits.inOrder < inOrderPictures ? 1 : 0;
    // Nobody knew that it would come so late; what is known now mends those after it.
    if (shownUs < timestampUs && bidirectional && !reference) return;
    const unit = {
      kind: 'video',
      stamp: this.#stamp,
      timestampUs,
      displayUs: Math.max(shownUs, timestampUs),
      key,
      ...(!this.#hasDelivered && { afresh: true as const }),
      nals,
      arrivedAt: this.#now(),
      heardAt: this.#videoLateness.heardAt(rtpTimestamp, now),
    } as const;
    this.#hasDelivered = true;
    this.#deliver(Object.freeze(unit));
  }

  #exceed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onExcess();
  }

  #begin(idr: boolean): void {
    this.#habits.openKeys = idr ? 0 : Math.min(this.#habits.openKeys + 1, openKeys);
    this.#decoding.expect(this.#sets.sps?.reorderFrames ?? 0);
    if (this.#flowing) return;
    this.#flowing = true;
    this.#audioIntake?.flow();
    // A camera may send a picture before its time; the first one's tells nothing of that.
    if (this.#decoding.depth > 0) this.#aheadUs = maxAheadUs;
  }

  #elapsedUs(now: number): number {
    return (now - this.#openedAt) * 1_000 - this.#aheadUs;
  }
}
