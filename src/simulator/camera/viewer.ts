/** One client watching one camera: where it is in the clip, and what it gets on each beat. */
import { damaged } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { rtpPacket, rtpTime, senderReport } from './rtp.ts';
import type { RtpTrack } from './rtp.ts';
import type { Sender } from './sender.ts';
import { writeGoodbye } from '../../pictures/media/rtp/rtcp.ts';
import type { Clip } from '../clips/clip.ts';
import { withNal } from '../clips/packets.ts';
import { seiOf } from '../watermark/sei.ts';

/** What the viewer watches; both may change while it plays. */
export interface Watched {
  readonly clip: Clip;
  readonly behaviour: Behaviour;
  readonly watermark?: (() => string) | undefined;
}

export interface ViewerTrack {
  readonly rtp: RtpTrack;
  readonly sender: Sender;
}

export interface ViewerTracks {
  video?: ViewerTrack;
  audio?: ViewerTrack;
}

const reportEverySeconds = 5;
/** After a stall longer than this the missed pictures are skipped, as a live camera would. */
const catchUpSeconds = 1;

export class Viewer {
  readonly #watched: Watched;
  readonly #tracks: ViewerTracks;
  #clip: Clip;
  /** `performance.now()` at media time 0. */
  #origin = 0;
  /** Media time of the next picture and the next piece of sound, in seconds. */
  #pictureTime = 0;
  #soundTime = 0;
  #picture = 0;
  #sound = 0;
  #reportTime = 0;
  #count = 0;
  readonly #lastTimestamp = new Map<RtpTrack, number>();

  constructor(watched: Watched, tracks: ViewerTracks) {
    this.#watched = watched;
    this.#tracks = tracks;
    this.#clip = watched.clip;
  }

  /** Begins or resumes. The first picture is sent at once. `now`: `performance.now()`. */
  play(now: number): void {
    this.#origin = now - this.#pictureTime * 1000;
    this.#reportTime = this.#pictureTime;
    this.#enter(Math.floor((now / 1000) * this.#clip.fps));
    this.beat(now);
  }

  /** Goes on at a key picture, which is sent with the next beat: as an encoder does that was asked for one. */
  jumpToKey(): void {
    const { pictures } = this.#clip.packets;
    const next = pictures.findIndex(({ key }, at) => key && at >= this.#picture);
    this.#picture = next < 0 ? pictures.findIndex(({ key }) => key) : next;
  }

  /** Returns the timestamp with which a track goes on, for RTP-Info. */
  nextTimestamp(track: RtpTrack): number {
    const video = track === this.#tracks.video?.rtp;
    return rtpTime(track, video ? this.#pictureTime : this.#soundTime);
  }

  /** Sends what is due. */
  beat(now: number): void {
    if (this.#clip !== this.#watched.clip) {
      this.#clip = this.#watched.clip;
      this.#enter(0);
    }
    const { fps, audio } = this.#clip;
    const elapsed = (now - this.#origin) / 1000;
    const late = elapsed - this.#pictureTime;
    if (late > catchUpSeconds) {
      this.#pictureTime += Math.floor(late * fps) / fps;
      this.#soundTime = this.#pictureTime;
    }
    while (this.#pictureTime <= elapsed + 0.5 / fps) {
      this.#sendPicture();
      while (audio && this.#soundTime <= this.#pictureTime) this.#sendSound();
      this.#pictureTime += 1 / fps;
    }
    if (elapsed >= this.#reportTime) {
      this.#reportTime = elapsed + reportEverySeconds;
      this.#report(elapsed);
    }
  }

  /** Says good-bye on every track. */
  leave(): void {
    for (const { rtp, sender } of this.#all()) sender.control(writeGoodbye(rtp.ssrc));
  }

  #all(): ViewerTrack[] {
    return [this.#tracks.video, this.#tracks.audio].filter((track) => track !== undefined);
  }

  #enter(position: number): void {
    const { fps, audio, packets } = this.#clip;
    const { pictures } = packets;
    let picture = position % pictures.length;
    const { startAt } = this.#watched.behaviour;
    if (startAt !== 'live') {
      while (picture > 0 && !pictures[picture]?.key) picture -= 1;
    }
    if (startAt === 'middle') {
      const next = pictures.findIndex(({ key }, at) => key && at > picture);
      picture += Math.floor(((next < 0 ? pictures.length : next) - picture) / 2);
    }
    this.#picture = picture;
    const perSecond = audio ? audio.sampleRate / audio.samplesPerFrame : 0;
    this.#sound = audio ? Math.floor((picture / fps) * perSecond) % audio.frames.length : 0;
  }

  #sendPicture(): void {
    const { pictures, aggregate, parameterSets } = this.#clip.packets;
    const { behaviour } = this.#watched;
    const picture = pictures[this.#picture];
    if (!picture || behaviour.freeze) return;
    this.#picture = (this.#picture + 1) % pictures.length;
    const inBand = picture.key && behaviour.parameterSets !== 'sdp';
    const sets = behaviour.aggregate ? aggregate : parameterSets;
    const text = this.#watched.watermark?.();
    const named = text === undefined ? picture.payloads : withNal(seiOf(text), picture.payloads);
    this.#send(this.#tracks.video, inBand ? [...sets, ...named] : named, this.#pictureTime);
  }

  #sendSound(): void {
    const { audio, packets } = this.#clip;
    const payload = packets.audio[this.#sound];
    if (payload && !this.#watched.behaviour.freeze) {
      this.#sound = (this.#sound + 1) % packets.audio.length;
      this.#send(this.#tracks.audio, [payload], this.#soundTime);
    }
    this.#soundTime += audio ? audio.samplesPerFrame / audio.sampleRate : 1;
  }

  #timestamp(rtp: RtpTrack, seconds: number): number {
    const { stuckTimestamps, shiftTimestamps } = this.#watched.behaviour;
    const last = this.#lastTimestamp.get(rtp);
    if (stuckTimestamps && last !== undefined) return last;
    return rtpTime(rtp, seconds + shiftTimestamps);
  }

  #send(track: ViewerTrack | undefined, payloads: readonly Buffer[], seconds: number): void {
    if (!track) return;
    const { loseEvery, damageEvery, damage, swapEvery, repeatEvery } = this.#watched.behaviour;
    const timestamp = this.#timestamp(track.rtp, seconds);
    this.#lastTimestamp.set(track.rtp, timestamp);
    const packets: Buffer[] = [];
    payloads.forEach((payload, at) => {
      const packet = rtpPacket(track.rtp, payload, timestamp, at === payloads.length - 1);
      this.#count += 1;
      if (loseEvery > 0 && this.#count % loseEvery === 0) return;
      const bad = damageEvery > 0 && this.#count % damageEvery === 0;
      packets.push(bad ? damaged(packet, damage) : packet);
      if (repeatEvery > 0 && this.#count % repeatEvery === 0) packets.push(packet);
      if (swapEvery > 0 && this.#count % swapEvery === 0) packets.push(...packets.splice(-2, 1));
    });
    track.sender.media(packets);
  }

  /** Maps this very moment, not that of the last packet, to the wall clock (RFC 3550 §6.4.1). */
  #report(elapsed: number): void {
    for (const { rtp, sender } of this.#all()) {
      sender.control(senderReport(rtp, this.#timestamp(rtp, elapsed), Date.now()));
    }
  }
}
