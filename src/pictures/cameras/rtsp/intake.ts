/** From the packets of one connection to stamped access units. */
import { performance } from 'node:perf_hooks';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import type { AccessUnit } from '../media.ts';
import type { AudioTrack, Hurdle, Tracks, VideoTrack } from '../../media/unit.ts';
import type { ConnectionWatch } from './connection-watch.ts';
import { AacDepacketiser, type AudioFrame } from '../../media/rtp/aac-depacketiser.ts';
import { DecodingTimes } from './decoding-times.ts';
import { H264Depacketiser } from '../../media/rtp/h264-depacketiser.ts';
import type { Habits } from './habits.ts';
import { Lateness } from './lateness.ts';
import { limits } from './limits.ts';
import { LipSync } from './lip-sync.ts';
import type { AudioPlan, MediaPlan } from './media-plan.ts';
import { ParameterSets } from '../../media/h264/parameter-sets.ts';
import { type Picture, PictureAssembler } from '../../media/h264/picture-assembler.ts';
import { PictureLoss } from './picture-loss.ts';
import type { RtpPacket } from '../../media/rtp/packet.ts';
import { type StreamHandlers, StreamReceiver } from './stream-receiver.ts';
import { Timeline } from './timeline.ts';
import type { TransportKind } from './transport.ts';
import { UnitBudget } from './unit-budget.ts';

/** So many pictures in the order in which they are shown: what the SPS allows, this camera does not do. */
const inOrderPictures = 100;
/** So many key pictures without an IDR picture among them: none is to be expected. */
const openKeys = 4;
/** How far a camera that sends pictures before their time may be ahead, microseconds: sixteen at 30 a second. */
export const mostAheadUs = 500_000;

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
  readonly #audioPlan: AudioPlan | undefined;
  readonly #sets = new ParameterSets();
  readonly #assembler: PictureAssembler;
  readonly #videoTime: Timeline;
  readonly #audioTime: Timeline;
  readonly #videoLateness: Lateness;
  readonly #audioLateness: Lateness;
  readonly #soundBudget: UnitBudget;
  /** Of frames of sound that share a packet with others. */
  readonly #sharedBudget: UnitBudget;
  readonly #pictureBudget: UnitBudget;
  readonly #aggregatedBudget: UnitBudget;
  readonly #onExcess: () => void;
  readonly #loss: PictureLoss;
  /** It sent more pictures than any camera has: nothing of it is taken any more. */
  #isOver = false;
  readonly #lipSync: LipSync;
  /** Audio waits for the first picture of the connection. */
  #flowing = false;
  #hasDelivered = false;
  #tracks: Tracks | undefined;
  /** When the last picture came, by `performance.now`. */
  #pictureAt: number | undefined;
  /** The video that `#tracks` was made of. */
  #tracksOf: VideoTrack | undefined;
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
    this.#audioPlan = plan.audio;
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
    this.#audioLateness = new Lateness(audioRate, beganAt);
    this.#soundBudget = new UnitBudget(limits.soundUnits, beganAt);
    this.#sharedBudget = new UnitBudget(limits.soundUnits, beganAt);
    this.#pictureBudget = new UnitBudget(limits.pictures, beganAt);
    this.#aggregatedBudget = new UnitBudget(limits.aggregated, beganAt);
    this.#onExcess = options.onExcess ?? (() => undefined);
    this.#loss = new PictureLoss(options.onLoss ?? (() => undefined), options.lossWindowMs);
    this.#lipSync = new LipSync(this.#videoTime, this.#audioTime);
    this.#sets.takeSprop(plan.video.format.parameters.get('sprop-parameter-sets') ?? '');
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
    if (plan.audio !== undefined) this.audio = this.#audioReceiver(plan, plan.audio, transport);
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
    const video = this.#sets.track;
    const audio = withAudio ? this.#audioPlan?.track : undefined;
    if (video === undefined) return undefined;
    const hurdle = this.#hurdle();
    const intervalUs = this.#habits.rate.seenUs ?? video.intervalUs;
    const same =
      this.#tracksOf === video &&
      this.#tracks?.audio === audio &&
      this.#tracks?.video.intervalUs === intervalUs;
    if (same && isSame(this.#tracks?.video.hurdle, hurdle)) return this.#tracks;
    this.#tracksOf = video;
    const seen = { ...(hurdle && { hurdle }), ...(intervalUs !== undefined && { intervalUs }) };
    const known = Object.freeze({ ...video, ...seen });
    this.#tracks = Object.freeze(audio === undefined ? { video: known } : { video: known, audio });
    return this.#tracks;
  }

  #hurdle(): Hurdle | undefined {
    const { reorderDepth, inOrder, openKeys: open } = this.#habits;
    if (reorderDepth > 0) return { reason: 'b-pictures', seen: true };
    if (open > 0) return { reason: 'no-idr', seen: open >= openKeys };
    const mayReorder = (this.#sets.sps?.reorderFrames ?? 0) > 0;
    if (!mayReorder || inOrder >= inOrderPictures) return undefined;
    return { reason: 'b-pictures', seen: false };
  }

  #audioReceiver(
    { payloadTypes }: MediaPlan,
    plan: AudioPlan,
    transport: TransportKind,
  ): StreamReceiver {
    const deliver = (frame: AudioFrame): void => this.#frame(frame, plan.track);
    const { aac: coding } = plan;
    const takes = (frames: number): boolean => this.#sharedBudget.take(performance.now(), frames);
    const aac = coding && new AacDepacketiser(coding.sizes, coding.frameTicks, deliver, takes);
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

  #frame({ rtpTimestamp, data }: AudioFrame, track: AudioTrack): void {
    const now = performance.now();
    if (!this.#soundBudget.take(now)) return;
    const heardAt = this.#audioLateness.heardAt(rtpTimestamp, now);
    if (!this.#flowing) return;
    const unit = {
      kind: 'audio',
      track,
      stamp: this.#stamp,
      timestampUs: this.#audioTime.stamp(rtpTimestamp, this.#elapsedUs(now)),
      data,
      arrivedAt: this.#now(),
      heardAt,
    } as const;
    this.#deliver(Object.freeze(unit));
  }

  #begin(idr: boolean): void {
    this.#habits.openKeys = idr ? 0 : Math.min(this.#habits.openKeys + 1, openKeys);
    this.#decoding.expect(this.#sets.sps?.reorderFrames ?? 0);
    if (this.#flowing) return;
    this.#flowing = true;
    // A camera may send a picture before its time; the first one's tells nothing of that.
    if (this.#decoding.depth > 0) this.#aheadUs = mostAheadUs;
  }

  #elapsedUs(now: number): number {
    return (now - this.#openedAt) * 1_000 - this.#aheadUs;
  }
}

const isSame = (one: Hurdle | undefined, other: Hurdle | undefined): boolean =>
  one?.reason === other?.reason && one?.seen === other?.seen;
