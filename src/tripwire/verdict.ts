/** The verdict on what a canary's display received: read from the bytes, and from nothing else. */
import type { CameraId } from '../identity/ids.ts';
import { splitNals } from '../pictures/media/h264/annex-b.ts';
import { textOfSei } from '../simulator/watermark/sei.ts';
import type { RtpPicture } from '../simulator/client/rtp-reader.ts';
import { pesOfTs } from '../pictures/media/mpegts/read-video.ts';
import { freshMs } from './guard.ts';
import { readJpeg } from '../pictures/media/jpeg/head.ts';
import {
  claimsCanaryWatermark,
  watermarkTexts,
  type CanaryName,
  type CanaryWatermarks,
} from './canary-watermark.ts';
import type { TripReason } from './trip.ts';

/** Something was delivered that is not the canary's. */
export class Foreign extends Error {
  readonly reason: TripReason;

  constructor(reason: TripReason) {
    super(reason);
    this.reason = reason;
  }
}

/** A round that cannot be made: nothing foreign was seen, nor what should have been. */
export class NoPicture extends Error {}

/** Everything was asked and answered, but the media that should come beside it by WebRTC did not. */
export class NoMedia extends Error {}

export interface Own {
  readonly name: CanaryName;
  readonly camera: CameraId;
  /** The width of its picture; every canary has its own. */
  readonly width: number;
  readonly height: number;
}

export interface Verdicts {
  /**
   * Judges a segment, MPEG-TS or CMAF.
   * @throws Foreign if one picture in it is not this canary's; NoPicture if there is none, or an old one.
   */
  segment(own: Own, body: Buffer): void;
  /**
   * Judges a picture that came by WebRTC. Returns whether it could be judged: one that lost packets on the
   * way may have lost its watermark with them. @throws as `segment`.
   */
  picture(own: Own, picture: RtpPicture): boolean;
  /** Judges a still. @throws as `segment`. */
  still(own: Own, body: Buffer): void;
}

const tsSync = 0x47;

/** `now`: milliseconds since 1970. */
export function createVerdicts(watermarks: CanaryWatermarks, now: () => number): Verdicts {
  function judge({ name, camera }: Own, text: string): void {
    const watermark = watermarks.read(text);
    if (watermark === undefined) throw new Foreign('a picture without a mark');
    if (watermark.canary !== name || !watermark.by(camera))
      throw new Foreign('another camera’s picture');
    if (Math.abs(now() - watermark.filmedAt) > freshMs)
      throw new NoPicture('the picture is an old one');
  }

  /** Judges one access unit by what its SEI units say. */
  function judgeUnit(own: Own, texts: readonly string[]): void {
    const claims = texts.filter(claimsCanaryWatermark);
    if (claims.length === 0) throw new Foreign('a picture without a mark');
    for (const text of claims) judge(own, text);
  }

  return {
    segment(own, body) {
      if (body[0] !== tsSync) {
        // CMAF: its units lie there unbroken, but only all of them together can be searched for watermarks.
        if (body.toString('latin1', 4, 8) !== 'moof' && body.toString('latin1', 4, 8) !== 'styp') {
          throw new NoPicture('what came is no segment');
        }
        const texts = watermarkTexts(body);
        if (texts.length === 0) throw new Foreign('a picture without a mark');
        for (const text of texts) judge(own, text);
        return;
      }
      const units = pesOfTs(body);
      if (units.length === 0) throw new NoPicture('what came is no segment');
      for (const unit of units) {
        judgeUnit(
          own,
          splitNals(unit).flatMap((nal) => textOfSei(nal) ?? []),
        );
      }
    },
    picture(own, { texts, whole }) {
      if (!whole && !texts.some(claimsCanaryWatermark)) return false;
      judgeUnit(own, texts);
      return true;
    },
    still(own, body) {
      const head = readJpeg(body);
      if (head === undefined) throw new NoPicture('what came is no still');
      const claims = head.comments.filter(claimsCanaryWatermark);
      for (const text of claims) judge(own, text);
      if (claims.length > 0) return;
      // If a camera's own still fails, one is decoded from its stream, and a comment is not carried over. Its
      // size then says whose it is.
      if (head.width === own.width && head.height === own.height) {
        throw new NoPicture('the still was made from the stream');
      }
      throw new Foreign('a picture without a mark');
    },
  };
}
