/** RTCP sender reports (RFC 3550 §6.4.1), and what two of them say of audio and video. */
import type { Timeline } from './timeline.ts';

export interface SenderReport {
  readonly ssrc: number;
  /** The camera's clock, microseconds since 1900. */
  readonly ntpUs: number;
  /** The middle 32 bits of its NTP timestamp, to be sent back. */
  readonly ntpMiddle: number;
  readonly rtpTimestamp: number;
}

/** Reads the sender report at the head of a compound packet; undefined when there is none. */
export function parseSenderReport(bytes: Buffer): SenderReport | undefined {
  if (bytes.length < 28 || bytes.readUInt8(0) >> 6 !== 2 || bytes.readUInt8(1) !== 200) {
    return undefined;
  }
  const seconds = bytes.readUInt32BE(8);
  return {
    ssrc: bytes.readUInt32BE(4),
    ntpUs: seconds * 1_000_000 + (bytes.readUInt32BE(12) / 2 ** 32) * 1_000_000,
    ntpMiddle: bytes.readUInt32BE(10),
    rtpTimestamp: bytes.readUInt32BE(16),
  };
}

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
