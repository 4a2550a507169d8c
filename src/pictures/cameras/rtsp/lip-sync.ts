/** What two sender reports say of audio and video (RFC 3550 §6.4.1). */
import type { SenderReport } from '../../media/rtp/sender-report.ts';
import type { Timeline } from './timeline.ts';

/** Beyond this the camera's clocks are not to be believed. */
const believableUs = 3_000_000;

/** Keeps audio in line with video by the sender reports of both. */
export class LipSync {
  readonly #video: Timeline;
  readonly #audio: Timeline;
  /** Our time minus the camera's, by the last report of each. */
  #videoOffset: number | undefined;

  constructor(video: Timeline, audio: Timeline) {
    this.#video = video;
    this.#audio = audio;
  }

  videoReport(report: SenderReport): void {
    const at = this.#video.at(report.rtpTimestamp);
    if (at !== undefined && report.ntpUs > 0) this.#videoOffset = at - report.ntpUs;
  }

  audioReport(report: SenderReport): void {
    const at = this.#audio.at(report.rtpTimestamp);
    if (at === undefined || this.#videoOffset === undefined) return;
    const skew = this.#videoOffset + report.ntpUs - at;
    if (Math.abs(skew) < believableUs) this.#audio.align(skew);
  }

  restart(): void {
    this.#videoOffset = undefined;
  }
}
